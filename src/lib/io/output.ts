import fs from 'node:fs';
import { type Deferred, deferred } from '../async/index.ts';
import { Halt, reasonOf, status } from '../errors/index.ts';
import { errorCode, isStdoutClosed, ownPipe } from './descriptor.ts';
import { openFifoToWrite } from './fifo.ts';
import { FileSink } from './file-sink.ts';
import { LastingFifo } from './lasting-fifo.ts';
import { PipeSink } from './pipe-sink.ts';
import { watchReader } from './reader.ts';
import type { Sink, SinkEvents } from './sink.ts';

/** Bytes gathered before they are written. */
const BLOCK = 64 * 1024;
const NEWLINE = 0x0a;
/** Up to how many bytes copying one by one is faster than a call that copies them all. */
const SHORT = 64;

/** Tells whether writing is still allowed: a lock that may be lost. */
export interface Guard {
  /** Why nothing may be written any more. */
  readonly lost: Halt | undefined;
  onLost(callback: (reason: Halt) => void): void;
}

/** How a file or FIFO is written to. */
export interface OutputForm {
  /** Asked before each write; a write that it does not allow fails. */
  guard?: Guard;
  /** Add to the file, after whole lines only. */
  append?: boolean;
  /** Have nobody else read a new file. */
  isPrivate?: boolean;
  /** Have the file appear complete or not at all. */
  atomic?: boolean;
  /** How long a FIFO's reader is waited for, in seconds. */
  wait?: number;
  /** Have a FIFO outlive its readers: when the last one leaves, the next is waited for. */
  follow?: boolean;
}

/** Thrown when the reader of a pipe has gone: the run ends quietly with status 141, as SIGPIPE would end it. */
export class ReaderGone extends Halt {
  constructor(name: string) {
    super(status.readerGone, `${name}: the reader went away`);
  }
}

/**
 * Where lines go: a pipe, FIFO, socket, file or device. Lines are gathered in a block, which is written when it is full, and at
 * the end of each turn of the event loop: many lines make few writes, and no line waits for the next one to come.
 */
export class Output {
  readonly name: string;
  /** Bytes that the system has taken. */
  written = 0;
  /** Called when writing has failed for good. */
  onFailure: ((failure: Halt) => void) | undefined;
  readonly #sink: Sink;
  #block: Buffer = Buffer.allocUnsafeSlow(BLOCK);
  #length = 0;
  /** Lines that stand one after another in a block of input, to be written from there. */
  #run: Buffer | undefined;
  #runStart = 0;
  #runEnd = 0;
  #flushSet = false;
  #failure: Halt | undefined;
  /** Whether the process was started without it. */
  #isClosed = false;
  #position = 0;
  #waiting: { position: number; done: () => void }[] = [];
  #drain: Deferred | undefined;
  readonly #guard: Guard | undefined;

  private constructor(name: string, guard: Guard | undefined, sinkFor: (events: SinkEvents) => Sink) {
    this.name = name;
    this.#guard = guard;
    this.#sink = sinkFor({
      took: (bytes) => this.#took(bytes),
      drained: () => this.#release(),
      failed: (error) => this.#fail(error),
    });
  }

  /** Standard output or standard error. */
  static standard(fd: 1 | 2, form: OutputForm = {}): Output {
    const stat = fs.fstatSync(fd);
    const own = stat.isFIFO() ? ownPipe(fd, 'write') : fd;
    const path = form.follow && own !== fd ? LastingFifo.pathOf(fd) : undefined;
    if (path !== undefined)
      return new Output(
        'stdout',
        form.guard,
        (events) => new LastingFifo(path, own, form.wait ?? Number.POSITIVE_INFINITY, events),
      );
    const output = new Output(fd === 1 ? 'stdout' : 'stderr', form.guard, (events) =>
      stat.isFIFO() || stat.isSocket() ? new PipeSink(own, true, events) : new FileSink(own, events),
    );
    output.#isClosed = fd === 1 && isStdoutClosed();
    if (fd === 1 && stat.isFIFO()) watchReader(fd, () => output.#fail(new ReaderGone(output.name)));
    return output;
  }

  /**
   * A file or a FIFO.
   * @throws Halt 4
   */
  static async open(path: string, form: OutputForm, stop: AbortSignal): Promise<Output> {
    try {
      const { append = false, atomic, follow, isPrivate = false, wait = Number.POSITIVE_INFINITY } = form;
      if (fs.statSync(path, { throwIfNoEntry: false })?.isFIFO()) {
        const fd = await openFifoToWrite(path, wait, stop);
        return new Output(path, form.guard, (events) =>
          follow ? new LastingFifo(path, fd, wait, events) : new PipeSink(fd, false, events),
        );
      }
      return new Output(path, form.guard, (events) =>
        (atomic ? FileSink.openAtomic : FileSink.open)(path, append, isPrivate, events),
      );
    } catch (error) {
      throw error instanceof Halt ? error : new Halt(status.failed, `${path}: cannot be opened for writing: ${reasonOf(error)}`);
    }
  }

  /** Whether what is written now has to wait for the reader: wait for `drained()` before writing more. */
  get blocked(): boolean {
    return this.#failure !== undefined || this.#sink.blocked;
  }

  /** Bytes that wait for a reader. */
  get unsent(): number {
    return this.#sink.unsent;
  }

  bytes(buffer: Buffer, start: number, end: number): void {
    if (this.#run === buffer && this.#runEnd === start) {
      this.#runEnd = end;
      return;
    }
    this.#copyRun();
    this.#run = buffer;
    this.#runStart = start;
    this.#runEnd = end;
    this.#setFlush();
  }

  text(text: string): void {
    this.#copyRun();
    // A character of a string takes three bytes of UTF-8 at most.
    if (text.length * 3 > BLOCK - this.#length) {
      const bytes = Buffer.from(text);
      this.#copy(bytes, 0, bytes.length);
    } else {
      this.#length += this.#block.write(text, this.#length);
    }
    this.#setFlush();
  }

  /** Has `write` put bytes into `into`, from `at` on, where there is room for at least `least`; it gives where they end. */
  fill(least: number, write: (into: Buffer, at: number) => number): void {
    this.#copyRun();
    if (BLOCK - this.#length < least) this.#flushBlock();
    this.#length = write(this.#block, this.#length);
    this.#setFlush();
  }

  newline(): void {
    if (this.#run !== undefined && this.#run[this.#runEnd] === NEWLINE) {
      this.#runEnd++;
      return;
    }
    this.#copyRun();
    if (this.#length === BLOCK) this.#flushBlock();
    this.#block[this.#length++] = NEWLINE;
    this.#setFlush();
  }

  /** Drops what was gathered of a line that will not be finished. */
  dropTornLine(): void {
    this.#copyRun();
    this.#length = this.#block.subarray(0, this.#length).lastIndexOf(NEWLINE) + 1;
  }

  /** Has `done` called once all that was given so far has been taken by the system. */
  whenWritten(done: () => void): void {
    this.#waiting.push({ position: this.#position + this.#length + this.#runEnd - this.#runStart, done });
  }

  /** Writes what has been gathered. */
  flush(): void {
    this.#copyRun();
    this.#flushBlock();
  }

  /**
   * Until there is room again.
   * @throws ReaderGone, Halt 4
   */
  async drained(): Promise<void> {
    while (this.blocked) await this.#progress();
  }

  /** Until the system has taken more. */
  async #progress(): Promise<void> {
    if (this.#failure) throw this.#failure;
    this.#drain ??= deferred();
    await this.#drain.promise;
    if (this.#failure) throw this.#failure;
  }

  /** Writes all there is and closes. @throws ReaderGone, Halt 4 */
  async close(): Promise<void> {
    this.flush();
    while (this.#failure || this.written < this.#position) await this.#progress();
    this.#sink.settle();
    await this.drained();
    try {
      this.#sink.close();
    } catch (error) {
      this.#sink.abandon();
      throw this.#unwritable(error);
    }
    this.#settle();
  }

  /** Closes; an atomic output leaves nothing behind, and what waited for it to be written waits for ever. */
  async abandon(): Promise<void> {
    if (this.#sink.provisional) this.#waiting = [];
    this.#sink.abandon();
    await this.close();
  }

  #setFlush(): void {
    if (this.#flushSet) return;
    this.#flushSet = true;
    setImmediate(() => {
      this.#flushSet = false;
      this.flush();
    });
  }

  #copyRun(): void {
    const run = this.#run;
    if (run === undefined) return;
    this.#run = undefined;
    const runStart = this.#runStart;
    const runEnd = this.#runEnd;
    this.#runStart = 0;
    this.#runEnd = 0;
    this.#copy(run, runStart, runEnd);
  }

  #copy(from: Buffer, start: number, end: number): void {
    if (end - start <= SHORT && end - start <= BLOCK - this.#length) {
      const block = this.#block;
      let to = this.#length;
      while (start < end) block[to++] = from[start++]!;
      this.#length = to;
      return;
    }
    while (start < end) {
      if (this.#length === BLOCK) this.#flushBlock();
      const length = Math.min(end - start, BLOCK - this.#length);
      from.copy(this.#block, this.#length, start, start + length);
      this.#length += length;
      start += length;
    }
  }

  #flushBlock(): void {
    const block = this.#block;
    const length = this.#length;
    this.#length = 0;
    if (length === 0) return;
    this.#position += length;
    if (this.#isClosed) this.#fail(new Halt(status.failed, `${this.name}: is closed, so records have nowhere to go`));
    if (!this.#failure && this.#guard?.lost) this.#fail(this.#guard.lost);
    if (!this.#failure) this.#block = this.#sink.write(block, length);
  }

  #took(bytes: number): void {
    this.written += bytes;
    if (!this.#sink.provisional) this.#settle();
  }

  #settle(): void {
    let settled = 0;
    for (const { position, done } of this.#waiting) {
      if (position > this.written) break;
      settled++;
      done();
    }
    if (settled > 0) this.#waiting.splice(0, settled);
  }

  #fail(error: unknown): void {
    if (this.#failure) return;
    const gone = error instanceof ReaderGone || ['EPIPE', 'ECONNRESET'].includes(errorCode(error));
    if (error instanceof Halt && !gone) this.#failure = error;
    else this.#failure = gone ? new ReaderGone(this.name) : this.#unwritable(error);
    this.#release();
    this.onFailure?.(this.#failure);
  }

  #unwritable(error: unknown): Halt {
    return new Halt(status.failed, `${this.name}: cannot be written: ${reasonOf(error)}`);
  }

  #release(): void {
    this.#drain?.resolve();
    this.#drain = undefined;
  }
}
