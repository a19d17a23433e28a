export { BATCH_LINES, LineBatch, verdict } from './batch.ts';
export { type ByteSink, type Fields, Line } from './line.ts';
export { members } from './members.ts';
export { patched } from './patch.ts';
export { Receipt } from './receipt.ts';
export { LineSplitter } from './splitter.ts';
export { Utf8 } from './utf8.ts';
