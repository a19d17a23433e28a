export { BATCH_LINES, LineBatch, verdict } from './batch.ts';
export { type Fields, Line } from './line.ts';
export { Receipt } from './receipt.ts';
export { LineSplitter } from './splitter.ts';
