export { BATCH_LINES, LineBatch, verdict } from './batch.ts';
export { type Fields, Line } from './line.ts';
export { Receipt } from './receipt.ts';
export { LineSplitter, MAX_LINE } from './splitter.ts';
