export { commonRejects, isRejectCode, type RejectCode, type RejectEntry, rejectCodes } from './codes.ts';
export { onFault, settle, watchForFaults } from './faults.ts';
export { Halt, status } from './halt.ts';
export { reasonOf } from './reason.ts';
export { Reject, type RejectDetails } from './reject.ts';
