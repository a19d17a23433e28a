import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { failureOf } from '../result.ts';
import { openChannel } from './channel.ts';
import type { Engine } from './engine.ts';
import type { Load } from './frames.ts';
import { InlineEngine } from './inline.ts';
import { watchParent } from './parent-watchdog.ts';
import { Server } from './server.ts';
import { sourceOf } from './source.ts';

/** The program of a host: a process, or a thread of one, that runs untrusted enrichments. */

const channel = openChannel();
const endProcess = process.exit.bind(process);
let inline: InlineEngine | undefined;

const server = new Server(channel.send, async (load: Load): Promise<Engine> => {
  if (!load.threads) {
    // User code runs in this thread and may block it, so that it does not notice that its parent has exited.
    if (isMainThread) watchParent();
    inline = new InlineEngine(load, sourceOf);
    return inline;
  }
  const { ThreadEngine } = await import('./threads.ts');
  return new ThreadEngine(new URL(import.meta.url), load);
});

/** An uncaught error of user code fails the record that caused it, if that is known; otherwise it is a warning. */
function astray(error: unknown): void {
  if (inline?.failCurrent(error)) return;
  channel.send(`W${JSON.stringify(failureOf(error))}`);
}

process.on('uncaughtException', astray);
process.on('unhandledRejection', astray);
process.exit = (code) => {
  const error = new Error(`called process.exit(${code ?? ''})`);
  inline?.failCurrent(error);
  throw error;
};

if (isMainThread) {
  // A signal from the terminal reaches the whole process group, but the parent decides when its hosts end.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => {});
  letMemoryRunOutHereFirst();
}

channel.listen(async (frame) => {
  const closed = server.receive(frame);
  if (!closed) return;
  await closed;
  channel.end(() => endProcess(0));
});

/** Makes the kernel kill this process, not its parent, when memory runs out. */
function letMemoryRunOutHereFirst(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Not Linux, or not permitted: only the heap limit applies.
  }
}
