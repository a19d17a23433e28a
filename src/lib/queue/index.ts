export { deadLetters, hasten, payloads, removeDead, requeue } from './admin.ts';
export { Consumer, type ConsumerOptions } from './consumer.ts';
export type { DeadLetter, Job } from './job.ts';
export { type Priority, priorities, QueueKeys } from './keys.ts';
export { type PayloadOptions, pack, unpack } from './payload.ts';
export { Producer } from './producer.ts';
export { queueStats } from './stats.ts';
export { asPrometheus, asTable } from './stats-text.ts';
