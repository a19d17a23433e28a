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

/** What a host tells whoever started it. */
export interface HostEvents {
  answered(request: TaskRequest, answer: EnrichmentResult): void;
  /** It has ended, or was ended, and why. */
  ended(host: HostProcess, reason: string): void;
  /** A line that user code wrote to standard output or standard error. */
  said(line: string): void;
  warned(failure: EnrichmentFailure): void;
}

/** How often a host is asked whether it is there, and its memory looked at, in ms. */
const WATCH = 250;
/** How much more memory than its heap a host may use, in MiB: its own needs, and buffers. */
const BESIDE_HEAP = 512;
/** How long the `close` of enrichments may take, in ms. */
const CLOSE = 2000;
/** How long the last frames of a host that has ended may take, in ms. */
const LAST_FRAMES = 500;
/** How much is shown of one line that user code writes, in bytes. */
const LONGEST_SAID = 4096;
/** Lines of a host that dies, which are the engine's own report of how. */
const LAST_WORDS = /^(<---|#|\s*at |----- |FATAL ERROR|Native stack|\s*\d+: 0x|\[\d+:0x|node:|Node\.js v|Thrown at)/;

/** A process of our own in which enrichments run. */
export class HostProcess {
  readonly child: ChildProcess;
  /** What it was given and has not answered, in that order. */
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
    // Not at `close`, which waits for whoever else was given the host's standard output.
    const drained = new Promise((resolve) => socket.once('close', resolve));
    this.child.on('exit', async (code, signal) => {
      await Promise.race([drained, sleep(LAST_FRAMES, undefined, { ref: false })]);
      this.#gone(code, signal);
    });
    this.#forget = endWithProcess(() => this.child.kill('SIGKILL'));
    this.#watch = setInterval(() => this.#look(), WATCH).unref();
  }

  /** Has the host load its enrichments; gives their names. */
  start(): Promise<{ names: string[] } | { failed: string }> {
    this.#writer.add(`L${JSON.stringify(this.#load)}`);
    // The threads of a host are looked after by the host, which can tell what is wrong with them; it has to be quicker.
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

  /** Ends the host at once. */
  end(reason: string): void {
    this.#reason ??= reason;
    this.child.kill('SIGKILL');
  }

  /** Has the enrichments close, and ends the host. */
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

  /** Ends a host whose code does not come back, or whose memory grows beyond what it may have. */
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
    // The engine ends with SIGABRT (or, through a shell, 134) when its heap is full.
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

/** Where the host program stands: beside this file in the sources, beside the bundle in what was built. */
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

/** The resident memory of a process in bytes, or 0 where the system does not say. */
function residentMemory(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * 4096;
  } catch {
    return 0;
  }
}
