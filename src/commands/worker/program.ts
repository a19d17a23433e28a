import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Halt, Reject, reasonOf, status } from '../../lib/errors/index.ts';
import type { Line } from '../../lib/ndjson/index.ts';
import { ChildWatchdog } from './child-watchdog.ts';

/** How much of what a command last wrote to standard error is kept, in bytes. */
const KEPT_WORDS = 2000;
/** The most that one run may write, in bytes. */
const MOST_OUTPUT = 256 * 2 ** 20;
/** EX_TEMPFAIL of sysexits.h: the same may succeed later. */
const TEMPORARY = 75;
/** Signals by which somebody ends a process, as against those that end a faulty one. */
const fromOutside: ReadonlySet<string> = new Set(['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGHUP']);

/** What a run wrote, or why it failed. */
export type ProgramResult = { readonly output: Buffer } | { readonly reject: Reject; readonly passing: boolean };

/** Runs a command over lines: a process for each run. */
export class ProgramRunner {
  readonly #program: string;
  readonly #args: readonly string[];
  readonly #timeout: number;
  readonly #children = new Set<ChildProcess>();
  readonly #watchdog = new ChildWatchdog();

  /** @param timeout for one run, in ms; 0: no limit */
  constructor([program, ...args]: readonly [string, ...string[]], timeout: number) {
    this.#program = program;
    this.#args = args;
    this.#timeout = timeout;
  }

  /** Runs the command over lines, to its end. @throws Halt 4 when it cannot be started */
  async run(lines: readonly Line[]): Promise<ProgramResult> {
    // A group of its own: a Ctrl-C on the terminal is for the worker, which then lets the command finish.
    const child = spawn(this.#program, this.#args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    this.#children.add(child);
    if (child.pid !== undefined) this.#watchdog.add(child.pid);
    let ended: Reject | undefined;
    const end = (reject: Reject) => {
      ended ??= reject;
      kill(child);
    };
    const seconds = this.#timeout / 1000;
    const timer =
      this.#timeout > 0
        ? setTimeout(() => end(new Reject('TIMEOUT', `the command did not end within ${seconds} s`)), this.#timeout)
        : undefined;
    const output: Buffer[] = [];
    let written = 0;
    let words = Buffer.alloc(0);
    child.stdout.on('data', (block: Buffer) => {
      written += block.length;
      if (written <= MOST_OUTPUT) output.push(block);
      else end(new Reject('COMMAND_FAILED', `the command wrote more than ${MOST_OUTPUT} bytes`));
    });
    child.stderr.on('data', (block: Buffer) => {
      words = Buffer.concat([words, block]).subarray(-KEPT_WORDS);
    });
    // A command may end without reading all there is.
    child.stdin.on('error', () => {});
    child.stdin.end(Buffer.concat(lines.flatMap((line) => [line.bytes(), NEWLINE])));
    try {
      const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
      if (ended) return { reject: ended, passing: ended.code === 'TIMEOUT' };
      if (code === 0) return { output: Buffer.concat(output) };
      const last = words.toString().trim().split('\n').at(-1);
      const message = `${signal ? `ended by ${signal}` : `exit status ${code}`}${last ? `: ${last}` : ''}`;
      const passing = code === TEMPORARY || (signal !== null && fromOutside.has(signal));
      return { reject: new Reject(passing ? 'TEMPORARY_FAILURE' : 'COMMAND_FAILED', message), passing };
    } catch (error) {
      throw new Halt(status.failed, `${this.#program}: cannot be run: ${reasonOf(error)}`);
    } finally {
      clearTimeout(timer);
      this.#children.delete(child);
      if (child.pid !== undefined) this.#watchdog.remove(child.pid);
    }
  }

  /** Kills what still runs. */
  close(): void {
    for (const child of this.#children) kill(child);
    this.#watchdog.close();
  }
}

const NEWLINE = Buffer.from('\n');

/** Kills a child and all in its group. */
function kill({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
