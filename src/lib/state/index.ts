export { type Inspection, inspectStore } from './inspect.ts';
export type { Key, Part } from './part.ts';
export type { Places } from './redis-places.ts';
export type { RunLock } from './run-lock.ts';
export { acquireLock, compactStore, openSharedPlaces, openStore } from './store.ts';
