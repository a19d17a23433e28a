import { Worker } from 'node:worker_threads';

/** How often it is looked whether the run is still there, in ms. */
const EVERY = 1000;

/** Written out, not loaded: nothing else has to start in the thread. SIGKILL needs no turn of the event loop of the one that loops. */
const program = `
const { workerData: run } = require('node:worker_threads');
setInterval(() => { if (process.ppid !== run) process.kill(process.pid, 'SIGKILL'); }, ${EVERY});`;

/**
 * Has this process end when the one that started it is gone, even if the code in this thread never comes back to hear of it: a thread
 * beside it keeps watch.
 */
export function endWhenOrphaned(): void {
  const watch = new Worker(program, {
    eval: true,
    // Taken here, since the run may be gone before the thread begins.
    workerData: process.ppid,
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1 },
  });
  // Where there is no thread to be had, the host does without.
  watch.on('error', () => {});
  watch.unref();
}
