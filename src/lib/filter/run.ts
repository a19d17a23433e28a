import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import tty from 'node:tty';
import { deferred } from '../async/index.ts';
import { Halt, onFault, Reject, reasonOf, status } from '../errors/index.ts';
import { type OutputForm, openSources, ReaderGone, type Source } from '../io/index.ts';
import type { JsonObject } from '../json/index.ts';
import type { Line } from '../ndjson/index.ts';
import { adviceForText, adviceForUrl, type Reader } from '../schema/index.ts';
import { Chain, type Link } from './chain.ts';
import type { Filter } from './filter.ts';
import type { Log } from './log.ts';
import { NeedWatch } from './need-watch.ts';
import { type Outputs, openOutputs, type RejectsPath } from './outputs.ts';
import { Pace } from './pace.ts';
import { showProgress } from './progress.ts';
import { pump } from './pump.ts';
import { Rejects } from './rejects.ts';
import { Signals } from './signals.ts';

/** How long what is under way may take to finish after a signal, and the last bytes after a failure, in ms. */
const GRACE = 5000;
/** How much of a source a hint is made of, in bytes. */
const HEAD = 2048;
/** How long the last bytes may take once that time is over, in ms. */
const LAST_BYTES = 200;

/** The options of every command (contract, section 1) that the runner keeps. */
export interface RunOptions extends OutputForm {
  output?: string;
  rejects?: string;
  /** Bytes. */
  maxLine: number;
  progress?: boolean;
  stats?: boolean;
}

/** What a filter may know of the run it is made for. */
export interface RunContext {
  readonly log: Log;
  /** Set when the run was asked to stop: what has not begun must not begin, what is under way has 5 s. */
  readonly stopping: AbortSignal;
}

/** One filter of a run. */
export interface Step {
  /** Tells of it under the name of its command. */
  readonly log: Log;
  readonly ordered?: boolean;
  readonly allowRejects?: boolean;
  /** What it reads, and what it needs of the records it reads. */
  readonly contract?: Omit<Reader, 'command'>;
  /** Where its rejects go, if not where the run's go. */
  readonly rejects?: RejectsPath;
  /** Makes the filter. @throws Halt */
  create(context: RunContext): Promise<Filter>;
}

/**
 * Runs filters, one behind the other, over `files` (standard input, when there are none) and gives the exit status; what goes
 * wrong is told on the log of the step that it befell.
 */
export async function run(files: readonly string[], steps: readonly Step[], options: RunOptions, log: Log): Promise<number> {
  const signals = new Signals();
  const made: Made[] = [];
  let exitStatus: number;
  try {
    const reader = readerOf(steps);
    const sources = openSources(files, options.follow ?? false, (file) => reader && adviceForUrl(file, reader));
    // What has been read from a FIFO cannot be read again, so all of it begins; what is not done in time is told of.
    const stop = sources.some(({ followed }) => followed) ? [] : [signals.stop];
    for (const step of steps) {
      const unwanted = new AbortController();
      try {
        const filter = await step.create({ log: step.log, stopping: AbortSignal.any([...stop, unwanted.signal]) });
        made.push({ step, filter, unwanted });
      } catch (error) {
        throw new StepFailure(error, step.log);
      }
    }
    const { output, rejects, append, atomic, wait, follow, guard } = options;
    const paths = {
      output,
      form: { append, atomic, wait, follow, guard },
      rejects: steps.map((step) => step.rejects ?? (rejects === undefined ? undefined : { path: rejects, append })),
    };
    const outputs = await openOutputs(paths, signals.stop);
    const work = new Run(made, sources, outputs, options, log, signals);
    const release = onFault((error) => work.failAtOnce(error));
    guard?.onLost((reason) => work.failAtOnce(reason));
    exitStatus = await work.toTheEnd();
    release();
  } catch (error) {
    exitStatus = signals.status ?? tell(error, log);
  }
  for (const { filter, step } of made) {
    try {
      await filter.close?.();
    } catch (error) {
      exitStatus = tell(error, step.log);
    }
  }
  signals.release();
  return exitStatus;
}

/** A step with its filter. */
interface Made {
  readonly step: Step;
  readonly filter: Filter;
  /** Aborted once nobody wants what comes out of it. */
  readonly unwanted: AbortController;
}

/** What is known of the command that reads the input. */
function readerOf([first]: readonly Step[]): Reader | undefined {
  return first?.contract && { command: first.log.command, ...first.contract };
}

/** What a step could not begin for, to be told under its name. */
class StepFailure {
  readonly error: unknown;
  readonly log: Log;

  constructor(error: unknown, log: Log) {
    this.error = error;
    this.log = log;
  }
}

/** Tells of what ended the run, and gives the exit status for it. */
export function tell(error: unknown, log: Log): number {
  if (error instanceof StepFailure) return tell(error.error, error.log);
  if (error instanceof ReaderGone) return error.status;
  log.error(error instanceof Halt ? error.message : `internal error: ${reasonOf(error)}`);
  if (!(error instanceof Halt) && error instanceof Error) log.debug(error.stack ?? '');
  return error instanceof Halt ? error.status : status.failed;
}

/** One run: from the sources through the filters to the outputs. */
class Run {
  readonly #first: Filter;
  readonly #chain: Chain;
  readonly #sources: Source[];
  readonly #outputs: Outputs;
  readonly #options: RunOptions;
  readonly #log: Log;
  readonly #signals: Signals;
  readonly #unwanted: readonly AbortController[];
  /** Set when nothing more is to be read. */
  readonly #ending = new AbortController();
  /** Resolved when what is under way has had its time. */
  readonly #over = deferred();
  readonly #began = performance.now();
  #bytesIn = 0;
  #hasEnough = false;
  /** Whether records and progress come out on one terminal. */
  readonly #sharesTerminal: boolean;
  /** What the sources begin with, for a hint over the first line that is none. */
  readonly #heads = new Map<string, string>();
  readonly #reader: Reader | undefined;
  #failure: unknown;

  constructor(made: readonly Made[], sources: Source[], outputs: Outputs, options: RunOptions, log: Log, signals: Signals) {
    const [first, ...others] = made;
    if (!first) throw new Error('a run has no step');
    this.#first = first.filter;
    this.#sources = sources;
    this.#outputs = outputs;
    this.#options = options;
    this.#log = log;
    this.#sharesTerminal = options.output === undefined && log.isTerminal && tty.isatty(1);
    this.#signals = signals;
    this.#unwanted = made.map(({ unwanted }) => unwanted);
    this.#reader = readerOf([first.step]);
    // Every source listens, and with --follow all of them do at once.
    setMaxListeners(0, this.#ending.signal);
    const link = ({ step, filter }: Made, index: number): Link => {
      const { log: stepLog, ordered = false, allowRejects = false, contract } = step;
      const hint = index === 0 ? (line: Line) => this.#hintFor(line) : undefined;
      const rejects = new Rejects(stepLog, outputs.rejects[index], hint);
      const needs = new NeedWatch(contract?.needs ?? [], stepLog);
      return { name: stepLog.command, filter, ordered, allowRejects, rejects, needs };
    };
    this.#chain = new Chain([link(first, 0), ...others.map((other, index) => link(other, index + 1))], {
      deliver: (line) => this.#write(line),
      deliverBytes: (bytes, start, end) => this.#writeBytes(bytes, start, end),
      enough: (index) => this.#endEarly(index),
      fail: (error) => this.#fail(error),
    });
    outputs.records.onFailure = (halt) => this.failAtOnce(halt);
    for (const rejects of outputs.rejects) {
      if (rejects) rejects.onFailure = (halt) => this.failAtOnce(new Halt(status.failed, halt.message));
    }
  }

  /** Runs until the input ends, a signal comes or nothing can go on; gives the exit status. */
  async toTheEnd(): Promise<number> {
    // A filter may wait on something that does not keep the process alive by itself.
    const keepAlive = setInterval(() => {}, 2 ** 30);
    const grace: NodeJS.Timeout[] = [];
    this.#signals.stop.addEventListener('abort', () => {
      this.#ending.abort();
      grace.push(setTimeout(this.#over.resolve, GRACE));
    });
    if (this.#interactive) this.#log.info('reading from the terminal; Ctrl-D ends the input');
    const endProgress = this.#startProgress();
    await Promise.race([this.#readAll().catch((error) => this.failAtOnce(error)), this.#over.promise]);
    if (this.#chain.busy) {
      const stopped = new Reject('STOPPED', `was not done ${GRACE / 1000} s after the run was stopped`);
      await this.#chain.abandon(this.#failure ? undefined : stopped);
    }
    await Promise.race([
      this.#close().catch((error) => this.failAtOnce(error)),
      this.#over.promise.then(() => sleep(this.#signals.status === undefined ? GRACE : LAST_BYTES, undefined, { ref: false })),
    ]);
    endProgress();
    clearInterval(keepAlive);
    grace.forEach(clearTimeout);
    return this.#conclude();
  }

  get #interactive(): boolean {
    return !this.#first.takesNoInput && this.#sources.some((source) => source.interactive);
  }

  async #readAll(): Promise<void> {
    const sources = this.#sources;
    const first = this.#first;
    const chain = this.#chain;
    const ending = this.#ending;
    const options = {
      maxLine: this.#options.maxLine,
      stop: ending.signal,
      enough: () => this.#hasEnough,
      onHead: (source: string, head: Buffer) => void this.#heads.set(source, head.toString('utf8', 0, HEAD)),
      onBytes: (bytes: number) => {
        this.#bytesIn += bytes;
      },
      pace: new Pace(),
    };
    const read = (source: Source) => pump(source, first, chain.first, options).catch((error) => this.#fail(error));
    if (first.takesNoInput) return chain.end();
    if (this.#options.follow) await Promise.all(sources.map(read));
    else {
      for (const source of sources) {
        if (!ending.signal.aborted) await read(source);
      }
    }
    if (this.#failure) await chain.idle();
    else await chain.end();
  }

  #write(line: Line): void | Promise<void> {
    const { records } = this.#outputs;
    if (this.#sharesTerminal) this.#log.clearProgress();
    try {
      line.writeTo(records);
    } catch (error) {
      if (error instanceof Reject) throw error;
      // What was gathered before it may be lost too.
      records.dropTornLine();
      this.failAtOnce(error);
      return undefined;
    }
    records.newline();
    const { receipt } = line;
    if (receipt) records.whenWritten(() => receipt.settle());
    return records.blocked ? records.drained() : undefined;
  }

  #writeBytes(bytes: Buffer, start: number, end: number): void | Promise<void> {
    const { records } = this.#outputs;
    if (this.#sharesTerminal) this.#log.clearProgress();
    records.bytes(bytes, start, end);
    records.newline();
    return records.blocked ? records.drained() : undefined;
  }

  async #close(): Promise<void> {
    const { records } = this.#outputs;
    const complete = this.#failure === undefined && this.#signals.status === undefined;
    await (complete ? records.close() : records.abandon());
    for (const rejects of new Set(this.#outputs.rejects)) await rejects?.close();
  }

  /** What to run instead, where a line is rejected because its source is something else as a whole. */
  #hintFor(line: Line): string | undefined {
    const head = this.#heads.get(line.source);
    return head === undefined || !this.#reader ? undefined : adviceForText(head, line.source, this.#reader);
  }

  /** A step wants no more: nothing more is read, whoever writes to the input learns that now, and the steps before it begin nothing more. */
  #endEarly(index: number): void {
    for (const controller of this.#unwanted.slice(0, index)) controller.abort();
    if (this.#hasEnough) return;
    this.#hasEnough = true;
    this.#ending.abort();
    for (const source of this.#sources) source.leave();
  }

  /** Nothing more is read; what is under way may finish. */
  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#ending.abort();
  }

  /** Nothing more is read, and what is under way is given up, for it has nowhere to go. */
  failAtOnce(error: unknown): void {
    this.#fail(error);
    this.#over.resolve();
  }

  #startProgress(): () => void {
    const log = this.#log;
    const sources = this.#sources;
    const chain = this.#chain;
    const wanted = this.#options.progress ?? (log.isTerminal && log.shows('info') && !this.#interactive && !this.#sharesTerminal);
    if (!wanted) return () => {};
    const sizes = sources.map((source) => source.size);
    const bytesTotal = sizes.reduce((sum, size) => (sum === undefined || size === undefined ? undefined : sum + size), 0);
    return showProgress(log, () => ({ stages: chain.counts(), share: bytesTotal ? this.#bytesIn / bytesTotal : undefined }));
  }

  #conclude(): number {
    const log = this.#log;
    const chain = this.#chain;
    const outputs = this.#outputs;
    if (!(this.#failure instanceof ReaderGone)) chain.tellTotals();
    const { name, unsent } = outputs.records;
    if (unsent > 0) log.error(`${name}: ${unsent} bytes are lost, for nobody has come to read them`);
    const exitStatus = this.#failure ? tell(this.#failure, log) : undefined;
    if (this.#options.stats) log.json(this.#stats(outputs.records.written));
    return exitStatus ?? this.#signals.status ?? (chain.failed ? status.rejects : status.ok);
  }

  #stats(bytesOut: number): JsonObject {
    const stages = this.#chain.stats();
    const [first, last] = [stages.at(0), stages.at(-1)];
    const { command = '', records_in = 0, rejected: _, records_out: __, ...more } = first ?? {};
    const rejected = stages.reduce((sum, stage) => sum + Number(stage.rejected), 0);
    const seconds = Math.round(performance.now() - this.#began) / 1000;
    const counts = {
      records_in,
      records_out: last?.records_out ?? 0,
      rejected,
      bytes_in: this.#bytesIn,
      bytes_out: bytesOut,
      seconds,
    };
    return stages.length === 1 ? { command, ...counts, ...more } : { command: this.#log.command, ...counts, stages };
  }
}
