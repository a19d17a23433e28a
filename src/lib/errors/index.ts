export { Halt, status } from './halt.ts';
export { reasonOf } from './reason.ts';
export { Reject, type RejectDetails } from './reject.ts';
