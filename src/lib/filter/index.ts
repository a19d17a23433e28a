export { collect, gather, rejectOf } from './collect.ts';
export { type Filter, notBegun, type Piece, type Yield } from './filter.ts';
export { Log, type LogOptions } from './log.ts';
export { type RunContext, type RunOptions, run, type Step, tell } from './run.ts';
export { type RunFilterOptions, runFilter } from './run-filter.ts';
export { type Deliver, Stage, type StageOptions } from './stage.ts';
