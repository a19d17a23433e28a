const NEWLINE = 0x0a;
/** The most that a pipe holds, unless an administrator allows more: /proc/sys/fs/pipe-max-size, in bytes. */
const PIPE = 2 ** 20;
/** How much is gathered before what is no longer needed is let go. */
const ENOUGH = 4 * PIPE;

/** What has been written to a pipe of late, from the start of a line on: as much as its reader may not have taken, and more. */
export class ReplayBuffer {
  #parts: Buffer[] = [];
  #length = 0;
  #enough = ENOUGH;

  add(bytes: Buffer): void {
    this.#parts.push(Buffer.from(bytes));
    this.#length += bytes.length;
    if (this.#length < this.#enough) return;
    const whole = this.#whole();
    this.#keep(Buffer.from(whole.subarray(whole.lastIndexOf(NEWLINE, whole.length - PIPE) + 1)));
    this.#enough = Math.max(ENOUGH, 2 * this.#length);
  }

  /** Takes back what the reader left unread, `unread`, together with the beginning of the line that it is in the middle of. */
  takeBack(unread: Buffer): Buffer {
    const whole = this.#whole();
    const taken = whole.length - unread.length;
    // Where another writer has written there too, nobody can tell whose line is torn.
    if (taken < 0 || !whole.subarray(taken).equals(unread)) return unread;
    const start = taken === 0 ? 0 : whole.lastIndexOf(NEWLINE, taken - 1) + 1;
    this.#keep(whole.subarray(0, start));
    return whole.subarray(start);
  }

  #whole(): Buffer {
    const [only] = this.#parts;
    return only && this.#parts.length === 1 ? only : Buffer.concat(this.#parts);
  }

  #keep(bytes: Buffer): void {
    this.#parts = [bytes];
    this.#length = bytes.length;
  }
}
