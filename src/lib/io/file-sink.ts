import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { errorCode } from './descriptor.ts';
import type { Sink, SinkEvents } from './sink.ts';
import { endsInTheMiddle, endTornLine } from './torn-line.ts';

/** For waiting on a terminal, the only file that can be full for a while. */
const pause = new Int32Array(new SharedArrayBuffer(4));

/** A regular file or a device: takes all at once. */
export class FileSink implements Sink {
  readonly blocked = false;
  readonly unsent = 0;
  readonly #fd: number;
  readonly #events: SinkEvents;
  /** For an atomic output: the file written to, and the one whose place it takes. */
  #replaces: { target: string; beside: string } | undefined;

  /** Whether a line feed has to part what is written from what a run before has left. */
  #parts: boolean;

  constructor(fd: number, events: SinkEvents) {
    this.#fd = fd;
    this.#parts = fd <= 2 && endsInTheMiddle(fd);
    this.#events = events;
  }

  /** A file from its start, or from the end of its last whole line. @param isPrivate whether nobody else may read a new file */
  static open(path: string, append: boolean, isPrivate: boolean, events: SinkEvents): FileSink {
    const fd = fs.openSync(path, append ? 'a+' : 'w', isPrivate ? 0o600 : 0o666);
    if (append) endTornLine(fd);
    return new FileSink(fd, events);
  }

  /** Writes to a file beside `path`, which takes its place, and its rights, when all is well. What is no file keeps its place. */
  static openAtomic(path: string, append: boolean, isPrivate: boolean, events: SinkEvents): FileSink {
    const stat = fs.statSync(path, { throwIfNoEntry: false });
    if (stat && !stat.isFile()) return FileSink.open(path, append, isPrivate, events);
    const target = stat ? fs.realpathSync(path) : path;
    // A name that nobody can guess, and a file that nobody has put there before: a link would lead the output elsewhere.
    const beside = `${target}.${randomBytes(6).toString('hex')}.part`;
    fs.closeSync(fs.openSync(beside, 'wx', isPrivate ? 0o600 : 0o666));
    if (append && stat) fs.copyFileSync(target, beside);
    const sink = FileSink.open(beside, append, isPrivate, events);
    if (stat) fs.fchmodSync(sink.#fd, stat.mode);
    sink.#replaces = { target, beside };
    return sink;
  }

  get provisional(): boolean {
    return this.#replaces !== undefined;
  }

  write(block: Buffer, length: number): Buffer {
    if (this.#parts) this.#endLine();
    for (let start = 0; start < length; ) {
      try {
        const taken = fs.writeSync(this.#fd, block, start, length - start);
        start += taken;
        this.#events.took(taken);
      } catch (error) {
        if (errorCode(error) !== 'EAGAIN') {
          this.#events.failed(error);
          break;
        }
        // A terminal that another program has made non-blocking.
        Atomics.wait(pause, 0, 0, 1);
      }
    }
    return block;
  }

  #endLine(): void {
    this.#parts = false;
    try {
      fs.writeSync(this.#fd, '\n');
    } catch {
      // The write that follows says why.
    }
  }

  settle(): void {}

  close(): void {
    // The process's own stay open to its end.
    if (this.#fd <= 2) return;
    const replaces = this.#replaces;
    if (replaces) fs.fsyncSync(this.#fd);
    fs.closeSync(this.#fd);
    if (replaces) fs.renameSync(replaces.beside, replaces.target);
    this.#replaces = undefined;
  }

  abandon(): void {
    if (this.#replaces) fs.rmSync(this.#replaces.beside, { force: true });
    this.#replaces = undefined;
  }
}
