import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Halt, status } from '../errors/index.ts';
import { errorCode } from './descriptor.ts';
import { openFifo } from './fifo.ts';
import { watchReader } from './reader.ts';
import { ReplayBuffer } from './replay-buffer.ts';
import type { Sink, SinkEvents } from './sink.ts';

const { O_NONBLOCK, O_WRONLY } = fs.constants;
/** The longest pause before a full pipe, or one without a reader, is tried again, in ms. */
const LONGEST_PAUSE = 20;

/**
 * The writing end of a FIFO whose readers come and go. When the last one leaves, what it has not read is taken out of the pipe
 * again; it goes to the next reader, from the start of the line that the last one left off in: no line is lost in the pipe, and
 * none is torn. What a reader has taken whole is its own.
 */
export class LastingFifo implements Sink {
  readonly provisional = false;
  readonly #path: string;
  #fd: number;
  readonly #patience: number;
  readonly #events: SinkEvents;
  readonly #sent = new ReplayBuffer();
  #unwatch: () => void = () => {};
  /** What a reader that left has not read: goes out before anything else. */
  #returned: Buffer[] = [];
  #queue: Buffer[] = [];
  /** When the last reader left (performance.now), while there is none. */
  #leftAt: number | undefined;
  #working = false;
  #closed = false;

  /** @param patience how long the next reader is waited for, in seconds */
  constructor(path: string, fd: number, patience: number, events: SinkEvents) {
    this.#path = path;
    this.#fd = fd;
    this.#patience = patience;
    this.#events = events;
    this.#watch();
  }

  /** The path of the FIFO that a standard stream is, if it is one with a name. */
  static pathOf(fd: number): string | undefined {
    try {
      const path = fs.readlinkSync(`/proc/self/fd/${fd}`);
      const [named, own] = [fs.statSync(path), fs.fstatSync(fd)];
      return named.isFIFO() && named.ino === own.ino && named.dev === own.dev ? path : undefined;
    } catch {
      return undefined;
    }
  }

  /** Whether something waits for room or for a reader. */
  get blocked(): boolean {
    return this.#queue.length > 0 || this.#returned.length > 0;
  }

  /** Bytes that wait. */
  get unsent(): number {
    return [...this.#queue, ...this.#returned].reduce((sum, { length }) => sum + length, 0);
  }

  write(block: Buffer, length: number): Buffer {
    try {
      this.#begin(block, length);
    } catch (error) {
      this.#events.failed(error);
    }
    return block;
  }

  /** What is in the pipe still has a reader, or is for the next one. */
  settle(): void {
    if (this.#leftAt === undefined && !this.#hasReader()) this.#readerLeft();
  }

  close(): void {
    this.#closed = true;
    this.#unwatch();
    fs.closeSync(this.#fd);
  }

  abandon(): void {}

  /** Writes as much as there is room for; the rest waits. */
  #begin(block: Buffer, length: number): void {
    let start = 0;
    while (start < length && !this.blocked) {
      const taken = this.#writeSome(block.subarray(start, length));
      if (taken === 0) break;
      start += taken;
      this.#events.took(taken);
    }
    if (start === length) return;
    this.#queue.push(Buffer.from(block.subarray(start, length)));
    this.#work();
  }

  /** Tries to write until nothing waits any more. The system tells of a reader that comes to nobody but those who ask. */
  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    try {
      for (let pause = 1; this.blocked && !this.#closed; ) {
        if (this.#proceed()) pause = 1;
        else {
          await sleep(pause);
          pause = Math.min(pause * 2, LONGEST_PAUSE);
        }
      }
      if (!this.#closed) this.#events.drained();
    } catch (error) {
      this.#events.failed(error);
    } finally {
      this.#working = false;
    }
  }

  /** Writes a part of what waits; tells whether there was room. */
  #proceed(): boolean {
    if (this.#leftAt !== undefined && !this.#reopen(this.#leftAt)) return false;
    const from = this.#returned.length > 0 ? this.#returned : this.#queue;
    const fresh = from === this.#queue;
    const [next] = from;
    if (!next) return false;
    const taken = this.#writeSome(next);
    if (taken === 0) return false;
    if (taken === next.length) from.shift();
    else from[0] = next.subarray(taken);
    if (fresh) this.#events.took(taken);
    return true;
  }

  #writeSome(bytes: Buffer): number {
    try {
      const taken = fs.writeSync(this.#fd, bytes);
      this.#sent.add(bytes.subarray(0, taken));
      return taken;
    } catch (error) {
      const code = errorCode(error);
      if (code === 'EPIPE') this.#readerLeft();
      else if (code !== 'EAGAIN') throw error;
      return 0;
    }
  }

  #readerLeft(): void {
    if (this.#leftAt !== undefined || this.#closed) return;
    this.#leftAt = performance.now();
    this.#unwatch();
    const back = this.#sent.takeBack(unreadOf(this.#path));
    if (back.length > 0) this.#returned.unshift(back);
    if (this.blocked) this.#work();
  }

  #reopen(since: number): boolean {
    let next: number;
    try {
      next = fs.openSync(this.#path, O_WRONLY | O_NONBLOCK);
    } catch (error) {
      if (errorCode(error) !== 'ENXIO') throw error;
      if (performance.now() - since < this.#patience * 1000) return false;
      throw new Halt(status.failed, `${this.#path}: nobody has come to read it in ${this.#patience} s`);
    }
    fs.closeSync(this.#fd);
    this.#fd = next;
    this.#leftAt = undefined;
    this.#watch();
    return true;
  }

  #hasReader(): boolean {
    try {
      fs.closeSync(fs.openSync(this.#path, O_WRONLY | O_NONBLOCK));
      return true;
    } catch (error) {
      return errorCode(error) !== 'ENXIO';
    }
  }

  #watch(): void {
    this.#unwatch = watchReader(this.#fd, () => this.#readerLeft());
  }
}

/** Takes out of a pipe what nobody has read. Its writing end is open, so what is in there has not gone with the reader. */
function unreadOf(path: string): Buffer {
  const fd = openFifo(path);
  const parts: Buffer[] = [];
  try {
    for (;;) {
      const part = Buffer.allocUnsafe(65536);
      const length = fs.readSync(fd, part);
      if (length === 0) break;
      parts.push(part.subarray(0, length));
    }
  } catch (error) {
    if (errorCode(error) !== 'EAGAIN') throw error;
  } finally {
    fs.closeSync(fd);
  }
  return Buffer.concat(parts);
}
