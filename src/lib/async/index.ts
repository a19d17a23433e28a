export { Channel } from './channel.ts';
export { type Deferred, deferred } from './deferred.ts';
