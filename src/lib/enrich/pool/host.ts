import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { endWithProcess } from '../children.ts';
import { FrameWriter, HOST_DESCRIPTOR, readFrames, readLines } from '../host/channel.ts';
import { idIn, type Load, notReady, taskHead } from '../host/frames.ts';
import type { EnrichmentFailure, EnrichmentResult } from '../result.ts';

/** A record to be sent to a host. */
export interface TaskRequest {
  readonly id: number;
  readonly enrichment: number;
  readonly text: Buffer;
  readonly mayDecline: boolean;
  readonly resolve: (answer: EnrichmentResult) => void;
}

/** Callbacks of a host process. */
export interface HostEvents {
  answered(request: TaskRequest, answer: EnrichmentResult): void;
  /** It has exited or was killed, and why. */
  ended(host: HostProcess, reason: string): void;
  /** A line that user code wrote to standard output or standard error. */
  said(line: string): void;
  warned(failure: EnrichmentFailure): void;
}

/** Interval of liveness and memory checks, in ms. */
const WATCH = 250;
/** Memory allowed beyond the heap limit, in MiB: the engine itself, and buffers. */
const BESIDE_HEAP = 512;
/** Time limit for the `close` of enrichments, in ms. */
const CLOSE = 2000;
/** Time to wait for the last frames of a host that has exited, in ms. */
const LAST_FRAMES = 500;
/** Maximum length of a reported line of user output, in bytes. */
const LONGEST_SAID = 4096;
/** Lines that the JavaScript engine itself prints when a host crashes. */
const LAST_WORDS = /^(<---|#|\s*at |----- |FATAL ERROR|Native stack|\s*\d+: 0x|\[\d+:0x|node:|Node\.js v|Thrown at)/;

/** A child process that runs enrichments. */
export class HostProcess {
  readonly child: ChildProcess;
  /** Requests without an answer, in the order sent. */
  readonly unanswered = new Map<number, TaskRequest>();
  readonly #writer: FrameWriter;
  readonly #events: HostEvents;
  readonly #load: Load;
  readonly #watch: NodeJS.Timeout;
  readonly #forget: () => void;
  #heard = performance.now();
  #reason: string | undefined;
  #loaded: ((answer: { names: string[] } | { failed: string }) => void) | undefined;
  #closed: (() => void) | undefined;

  constructor(load: Load, events: HostEvents) {
    this.#load = load;
    this.#events = events;
    this.child = spawn(process.execPath, [...nodeOptions(load), fileURLToPath(hostProgram())], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    const socket = this.child.stdio[HOST_DESCRIPTOR] as Socket;
    socket.on('error', () => {});
    this.#writer = new FrameWriter((block) => socket.write(block));
    readFrames(socket, (frame) => this.#receive(frame));
    for (const output of [this.child.stdout!, this.child.stderr!]) {
      readLines(output, LONGEST_SAID, (line) => {
        if (!LAST_WORDS.test(line)) events.said(line);
      });
    }
    this.child.on('error', (error) => {
      this.#reason ??= `could not be started: ${error.message}`;
      if (this.child.pid === undefined) this.#gone(null, null);
    });
    // Not at `close`, which also waits for other processes that inherited the host's standard output.
    const drained = new Promise((resolve) => socket.once('close', resolve));
    this.child.on('exit', async (code, signal) => {
      await Promise.race([drained, sleep(LAST_FRAMES, undefined, { ref: false })]);
      this.#gone(code, signal);
    });
    this.#forget = endWithProcess(() => this.child.kill('SIGKILL'));
    this.#watch = setInterval(() => this.#look(), WATCH).unref();
  }

  /** Loads the enrichments in the host. Returns their names. */
  start(): Promise<{ names: string[] } | { failed: string }> {
    this.#writer.add(`L${JSON.stringify(this.#load)}`);
    // A host watches its own threads and knows their errors, so it gets to time out first.
    const late = setTimeout(() => this.end(notReady(this.#load)), this.#load.setupTimeout + (this.#load.threads ? CLOSE : 0));
    return new Promise((resolve) => {
      this.#loaded = (answer) => {
        clearTimeout(late);
        resolve(answer);
      };
    });
  }

  send(request: TaskRequest): void {
    if (this.unanswered.size === 0) this.#heard = performance.now();
    this.unanswered.set(request.id, request);
    this.#writer.add(taskHead(request), request.text);
  }

  decline(): void {
    this.#writer.add('X');
  }

  /** Kills the host. */
  end(reason: string): void {
    this.#reason ??= reason;
    this.child.kill('SIGKILL');
  }

  /** Closes the enrichments and ends the host. */
  async close(): Promise<void> {
    const timer = setTimeout(() => this.end('was not closed in time'), this.unanswered.size > 0 ? 0 : CLOSE);
    this.#writer.add('E');
    await new Promise<void>((resolve) => {
      this.#closed = resolve;
    });
    clearTimeout(timer);
  }

  #receive(frame: string): void {
    this.#heard = performance.now();
    try {
      this.#take(frame);
    } catch {
      this.end('has its process say what nobody can read');
    }
  }

  /** @throws SyntaxError for a frame that user code has spoilt */
  #take(frame: string): void {
    const kind = frame[0];
    if (kind === 'W') this.#events.warned(JSON.parse(frame.slice(1)));
    else if (kind === 'L') this.#loaded?.(JSON.parse(frame.slice(1)));
    const answer = answerIn(frame);
    const request = answer && this.unanswered.get(idIn(frame));
    if (!request) return;
    this.unanswered.delete(request.id);
    this.#events.answered(request, answer);
  }

  /** Kills a host that is blocked, or that exceeds its memory limit. */
  #look(): void {
    if (this.unanswered.size === 0) return;
    const limit = this.#load.memory * (this.#load.threads ? this.#load.capacity : 1) + BESIDE_HEAP;
    if (residentMemory(this.child.pid!) > limit * 2 ** 20) this.end(outOfMemory(this.#load));
    else if (performance.now() - this.#heard > this.#load.timeout + WATCH) {
      this.end(`gave no answer within ${this.#load.timeout / 1000} s, and kept its process from any other work`);
    } else this.#writer.add('?');
  }

  #gone(code: number | null, signal: NodeJS.Signals | null): void {
    clearInterval(this.#watch);
    this.#forget();
    // A full heap ends the process with SIGABRT (through a shell: 134).
    const how = signal === 'SIGABRT' || code === 134 ? `${outOfMemory(this.#load)}, or aborted` : endOf(code, signal);
    this.#reason ??= how;
    this.#loaded?.({ failed: this.#reason });
    this.#closed?.();
    this.#events.ended(this, this.#reason);
  }
}

function answerIn(frame: string): EnrichmentResult | undefined {
  const body = () => frame.slice(frame.indexOf(' ', 2) + 1);
  switch (frame[0]) {
    case 'V':
      return { kind: 'value', value: JSON.parse(body()) };
    case 'T':
      return { kind: 'record', text: Buffer.from(body()) };
    case 'F':
      return { kind: 'failure', failure: JSON.parse(body()) };
    case 'D':
      return { kind: 'declined' };
    default:
      return undefined;
  }
}

function outOfMemory({ memory }: Load): string {
  return `ran out of memory (--memory ${memory} MiB)`;
}

function endOf(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `ended its process with status ${code}` : `ended its process by ${signal}`;
}

/** Location of the host program, in the sources or in the build. */
function hostProgram(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? '../host/main.ts' : './enrich-host.js', import.meta.url);
}

function nodeOptions({ memory, threads }: Load): string[] {
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
  const stripsTypesWhenAsked = (major === 22 && minor >= 6 && minor < 18) || (major === 23 && minor < 6);
  return [
    ...process.execArgv,
    ...(threads ? [] : [`--max-old-space-size=${memory}`]),
    ...(stripsTypesWhenAsked ? ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'] : []),
  ];
}

/** Resident memory of a process in bytes; 0 if unknown. */
function residentMemory(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * 4096;
  } catch {
    return 0;
  }
}
