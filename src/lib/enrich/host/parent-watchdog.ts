import { Worker } from 'node:worker_threads';

/** Interval between checks of the parent process, in ms. */
const EVERY = 1000;

/** Source text, so that the thread loads no module. SIGKILL also ends a main thread that never returns to its event loop. */
const program = `
const { workerData: run } = require('node:worker_threads');
setInterval(() => { if (process.ppid !== run) process.kill(process.pid, 'SIGKILL'); }, ${EVERY});`;

/** Starts a thread that kills this process when its parent is gone, even if user code blocks the main thread. */
export function watchParent(): void {
  const watch = new Worker(program, {
    eval: true,
    // Read here, because the parent may exit before the thread starts.
    workerData: process.ppid,
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1 },
  });
  // Without a thread the host works, but is not watched.
  watch.on('error', () => {});
  watch.unref();
}
