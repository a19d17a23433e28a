import fs from 'node:fs';
import net from 'node:net';
import { type Deferred, deferred } from '../deferred.ts';
import { Halt, reasonOf, status } from '../problem.ts';
import { errorCode, ownPipe } from './descriptor.ts';
import { openFifoToWrite } from './fifo.ts';
import { LastingFifo } from './lasting-fifo.ts';
import { watchReader } from './reader.ts';
import { endTornLine } from './torn-line.ts';

/** Bytes gathered before they are written. */
const BLOCK = 64 * 1024;
const NEWLINE = 0x0a;
/** Up to how many bytes copying one by one is faster than a call that copies them all. */
const SHORT = 64;
const pause = new Int32Array(new SharedArrayBuffer(4));

/** How a file or FIFO is written to. */
export interface OutputForm {
  /** Add to the file, after whole lines only. */
  append?: boolean;
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
  /** For an atomic output: the file written to, and the one whose place it takes. */
  private replaces: { target: string; beside: string } | undefined;
  private readonly fd: number;
  /** Whether it is one of the process's own, which stay open to its end. */
  private readonly standard: boolean;
  private block: Buffer = Buffer.allocUnsafeSlow(BLOCK);
  /** A block that has been written. */
  private spare: Buffer | undefined;
  private length = 0;
  /** Lines that stand one after another in a block of input, to be written from there. */
  private run: Buffer | undefined;
  private runStart = 0;
  private runEnd = 0;
  private flushSet = false;
  /** Takes what a pipe or socket has no room for; until it is through, the output is blocked. Making it makes `fd` non-blocking. */
  private readonly overflow: net.Socket | undefined;
  private failure: Halt | undefined;
  private position = 0;
  private waiting: { position: number; done: () => void }[] = [];
  private drain: Deferred | undefined;

  /** For a FIFO that outlives its readers: what writes to it. */
  private readonly lasting: LastingFifo | undefined;

  private constructor(name: string, fd: number, standard: boolean, waits: boolean, lasts?: { path: string; wait?: number }) {
    this.name = name;
    this.fd = fd;
    this.standard = standard;
    if (lasts) {
      this.lasting = new LastingFifo(lasts.path, fd, lasts.wait ?? Number.POSITIVE_INFINITY, {
        took: (bytes) => this.took(bytes),
        drained: () => this.release(),
        failed: (error) => this.fail(error),
      });
      return;
    }
    if (!waits) return;
    this.overflow = new net.Socket({ fd, readable: false, writable: true });
    this.overflow.on('error', (error) => this.fail(error));
  }

  /** Standard output or standard error. */
  static standard(fd: 1 | 2, form: OutputForm = {}): Output {
    const stat = fs.fstatSync(fd);
    const own = stat.isFIFO() ? ownPipe(fd, 'write') : fd;
    const path = form.follow && own !== fd ? LastingFifo.pathOf(fd) : undefined;
    if (path !== undefined) return new Output('stdout', own, false, true, { path, wait: form.wait });
    const output = new Output(fd === 1 ? 'stdout' : 'stderr', own, true, stat.isFIFO() || stat.isSocket());
    if (fd === 1 && stat.isFIFO()) watchReader(fd, () => output.fail(new ReaderGone(output.name)));
    return output;
  }

  /**
   * A file or a FIFO.
   * @throws Halt 4
   */
  static async open(path: string, form: OutputForm, stop: AbortSignal): Promise<Output> {
    try {
      const isFifo = fs.statSync(path, { throwIfNoEntry: false })?.isFIFO();
      if (isFifo) {
        const fd = await openFifoToWrite(path, form.wait ?? Number.POSITIVE_INFINITY, stop);
        return new Output(path, fd, false, true, form.follow ? { path, wait: form.wait } : undefined);
      }
      return form.atomic ? Output.openAtomic(path, form.append ?? false) : Output.openFile(path, path, form.append ?? false);
    } catch (error) {
      throw error instanceof Halt ? error : new Halt(status.failed, `${path}: cannot be opened for writing: ${reasonOf(error)}`);
    }
  }

  private static openFile(name: string, path: string, append: boolean): Output {
    const output = new Output(name, fs.openSync(path, append ? 'a+' : 'w'), false, false);
    if (append) endTornLine(output.fd);
    return output;
  }

  /** Writes to a file beside `path`, which takes its place when all is well. */
  private static openAtomic(path: string, append: boolean): Output {
    const target = fs.existsSync(path) ? fs.realpathSync(path) : path;
    const beside = `${target}.${process.pid}.part`;
    if (append && fs.existsSync(target)) fs.copyFileSync(target, beside);
    const output = Output.openFile(path, beside, append);
    output.replaces = { target, beside };
    return output;
  }

  /** Whether what is written now has to wait for the reader: wait for `drained()` before writing more. */
  get blocked(): boolean {
    if (this.failure !== undefined || this.lasting?.blocked) return true;
    return this.overflow !== undefined && this.overflow.writableLength > 0;
  }

  /** Bytes that wait for a reader. */
  get unsent(): number {
    return this.lasting?.unsent ?? 0;
  }

  bytes(buffer: Buffer, start: number, end: number): void {
    if (this.run === buffer && this.runEnd === start) {
      this.runEnd = end;
      return;
    }
    this.copyRun();
    this.run = buffer;
    this.runStart = start;
    this.runEnd = end;
    this.setFlush();
  }

  text(text: string): void {
    this.copyRun();
    // A character of a string takes three bytes of UTF-8 at most.
    if (text.length * 3 > BLOCK - this.length) {
      const bytes = Buffer.from(text);
      this.copy(bytes, 0, bytes.length);
    } else {
      this.length += this.block.write(text, this.length);
    }
    this.setFlush();
  }

  newline(): void {
    if (this.run !== undefined && this.run[this.runEnd] === NEWLINE) {
      this.runEnd++;
      return;
    }
    this.copyRun();
    if (this.length === BLOCK) this.flushBlock();
    this.block[this.length++] = NEWLINE;
    this.setFlush();
  }

  /** Has `done` called once all that was given so far has been taken by the system. */
  whenWritten(done: () => void): void {
    this.waiting.push({ position: this.position + this.length + this.runEnd - this.runStart, done });
  }

  /** Writes what has been gathered. */
  flush(): void {
    this.copyRun();
    this.flushBlock();
  }

  /**
   * Until there is room again.
   * @throws ReaderGone, Halt 4
   */
  async drained(): Promise<void> {
    while (this.blocked) await this.progress();
  }

  /** Until the system has taken more. */
  private async progress(): Promise<void> {
    if (this.failure) throw this.failure;
    this.drain ??= deferred();
    await this.drain.promise;
    if (this.failure) throw this.failure;
  }

  /** Writes all there is and closes. @throws ReaderGone, Halt 4 */
  async close(): Promise<void> {
    this.flush();
    while (this.failure || this.written < this.position) await this.progress();
    if (this.standard) return;
    if (this.lasting) {
      this.lasting.settle();
      await this.drained();
      this.lasting.close();
      return;
    }
    if (this.overflow) {
      this.overflow.destroy();
      return;
    }
    const { replaces } = this;
    if (replaces) fs.fsyncSync(this.fd);
    fs.closeSync(this.fd);
    if (!replaces) return;
    fs.renameSync(replaces.beside, replaces.target);
    this.replaces = undefined;
    this.settle();
  }

  /** Closes; an atomic output leaves nothing behind, and what waited for it to be written waits for ever. */
  async abandon(): Promise<void> {
    if (this.replaces) {
      fs.rmSync(this.replaces.beside, { force: true });
      this.waiting = [];
      this.replaces = undefined;
    }
    await this.close();
  }

  private setFlush(): void {
    if (this.flushSet) return;
    this.flushSet = true;
    setImmediate(() => {
      this.flushSet = false;
      this.flush();
    });
  }

  private copyRun(): void {
    const run = this.run;
    if (run === undefined) return;
    this.run = undefined;
    const { runStart, runEnd } = this;
    this.runStart = 0;
    this.runEnd = 0;
    this.copy(run, runStart, runEnd);
  }

  private copy(from: Buffer, start: number, end: number): void {
    if (end - start <= SHORT && end - start <= BLOCK - this.length) {
      const { block } = this;
      let to = this.length;
      while (start < end) block[to++] = from[start++];
      this.length = to;
      return;
    }
    while (start < end) {
      if (this.length === BLOCK) this.flushBlock();
      const length = Math.min(end - start, BLOCK - this.length);
      from.copy(this.block, this.length, start, start + length);
      this.length += length;
      start += length;
    }
  }

  private flushBlock(): void {
    const { block, length } = this;
    this.length = 0;
    if (length === 0) return;
    this.position += length;
    if (this.failure) return;
    if (this.lasting) this.sendLasting(this.lasting, block, length);
    else if (this.overflow) this.send(this.overflow, block, length);
    else this.writeAll(block, length);
  }

  /** Writes to a pipe or socket: what it has no room for goes when there is some, and the block with it. */
  private send(pipe: net.Socket, block: Buffer, length: number): void {
    pipe.write(length === BLOCK ? block : block.subarray(0, length), (error) => {
      if (error) return this.fail(error);
      if (block !== this.block) this.spare = block;
      this.took(length);
      this.release();
    });
    if (pipe.writableLength === 0) return;
    this.block = this.spare ?? Buffer.allocUnsafeSlow(BLOCK);
    this.spare = undefined;
  }

  private sendLasting(fifo: LastingFifo, block: Buffer, length: number): void {
    try {
      fifo.write(block, 0, length);
    } catch (error) {
      this.fail(error);
    }
  }

  private writeAll(block: Buffer, length: number): void {
    for (let start = 0; start < length; ) {
      try {
        const taken = fs.writeSync(this.fd, block, start, length - start);
        start += taken;
        this.took(taken);
      } catch (error) {
        if (errorCode(error) !== 'EAGAIN') {
          this.fail(error);
          return;
        }
        // A terminal that another program has made non-blocking.
        Atomics.wait(pause, 0, 0, 1);
      }
    }
  }

  private took(bytes: number): void {
    this.written += bytes;
    // What stands in a file that is to take another's place is not written for good before it has.
    if (this.replaces === undefined) this.settle();
  }

  private settle(): void {
    let settled = 0;
    while (settled < this.waiting.length && this.waiting[settled].position <= this.written) this.waiting[settled++].done();
    if (settled > 0) this.waiting.splice(0, settled);
  }

  private fail(error: unknown): void {
    if (this.failure) return;
    const gone = error instanceof ReaderGone || ['EPIPE', 'ECONNRESET'].includes(errorCode(error));
    if (error instanceof Halt && !gone) this.failure = error;
    else
      this.failure = gone
        ? new ReaderGone(this.name)
        : new Halt(status.failed, `${this.name}: cannot be written: ${reasonOf(error)}`);
    this.release();
    this.onFailure?.(this.failure);
  }

  private release(): void {
    this.drain?.resolve();
    this.drain = undefined;
  }
}
