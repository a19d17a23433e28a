export { type Condition, dated, exists, parseCondition } from './condition.ts';
export { Selection, type SelectionOptions } from './selection.ts';
export { timeAt } from './value.ts';
