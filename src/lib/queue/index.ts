export { type DeadLetter, deadLetters, hasten, payloads, removeDead, requeue } from './admin.ts';
export { Consumer, type ConsumerOptions } from './consumer.ts';
export type { Failure, Job, Result } from './job.ts';
export { type Priority, priorities, QueueKeys } from './keys.ts';
export { isBareValue, type PayloadOptions, pack, unpack } from './payload.ts';
export { Producer } from './producer.ts';
export { Breaker, isPassing, retryDelay } from './retry.ts';
export { queueStats } from './stats.ts';
export { asPrometheus, asTable } from './stats-text.ts';
