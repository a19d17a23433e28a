import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Halt, reasonOf, status } from '../../lib/errors/index.ts';
import { Line, type Receipt } from '../../lib/ndjson/index.ts';

/** Before each line: its length, its number, and the index of its source. */
const HEAD_LENGTH = 12;
const BLOCK_LENGTH = 1 << 16;

/** Keeps lines in a temporary file, to give them out once more. */
export class LineSpool {
  readonly #folder: string;
  readonly #descriptor: number;
  readonly #sources: string[] = [];
  #waiting: Buffer[] = [];
  #waitingLength = 0;
  #length = 0;
  /** What waits for a line to be written goes on waiting, by the place of the line in the file. */
  readonly #receipts = new Map<number, Receipt>();

  private constructor(folder: string, descriptor: number) {
    this.#folder = folder;
    this.#descriptor = descriptor;
  }

  /** @throws Halt when there is no room for temporary files */
  static open(): LineSpool {
    try {
      const folder = mkdtempSync(join(tmpdir(), 'feedmill-'));
      return new LineSpool(folder, openSync(join(folder, 'lines'), 'w+'));
    } catch (error) {
      throw new Halt(status.failed, `${tmpdir()}: cannot make a temporary file: ${reasonOf(error)}`);
    }
  }

  /** @throws Halt when the file cannot be written */
  add(line: Line): void {
    const bytes = Buffer.from(line.bytes());
    if (line.receipt) {
      line.receipt.hold();
      this.#receipts.set(this.#length + this.#waitingLength, line.receipt);
    }
    const head = Buffer.alloc(HEAD_LENGTH);
    if (this.#sources.at(-1) !== line.source) this.#sources.push(line.source);
    head.writeUInt32LE(bytes.length, 0);
    head.writeUInt32LE(line.number, 4);
    head.writeUInt32LE(this.#sources.length - 1, 8);
    this.#waiting.push(head, bytes);
    this.#waitingLength += HEAD_LENGTH + bytes.length;
    if (this.#waitingLength >= BLOCK_LENGTH) this.#flush();
  }

  /** The lines, in the order they were added. @throws Halt when the file cannot be read */
  *lines(): Generator<Line> {
    this.#flush();
    for (let at = 0; at < this.#length; ) {
      const head = this.#read(at, HEAD_LENGTH);
      const bytes = this.#read(at + HEAD_LENGTH, head.readUInt32LE(0));
      const line = new Line(this.#sources[head.readUInt32LE(8)]!, head.readUInt32LE(4), bytes, 0, bytes.length);
      line.receipt = this.#receipts.get(at);
      yield line;
      at += HEAD_LENGTH + bytes.length;
    }
  }

  /** Removes the file. */
  close(): void {
    closeSync(this.#descriptor);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #flush(): void {
    const block = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingLength = 0;
    try {
      for (let done = 0; done < block.length; ) done += writeSync(this.#descriptor, block, done);
    } catch (error) {
      throw new Halt(status.failed, `${this.#folder}: cannot write the temporary file: ${reasonOf(error)}`);
    }
    this.#length += block.length;
  }

  #read(position: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const count = readSync(this.#descriptor, bytes, done, length - done, position + done);
      if (count === 0) throw new Halt(status.failed, `${this.#folder}: the temporary file was cut short`);
      done += count;
    }
    return bytes;
  }
}
