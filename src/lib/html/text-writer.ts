import { type ByteString, below, readLatin1, wordsOf, writeLatin1 } from '../bytes/index.ts';
import { readReference } from './references.ts';

/** What a byte means to the writer: 0 stands for itself, the others are looked at more closely. */
export const byteKinds = new Uint8Array(256);
const [space, reference, tagStart, wide] = [1, 2, 3, 4];
byteKinds.fill(space, 0, 33);
byteKinds[38] = reference;
byteKinds[60] = tagStart;
for (const lead of [0xc2, 0xe2, 0xef]) byteKinds[lead] = wide;

/**
 * Puts together what a browser shows: folds white space, and holds back line breaks, tabs and spaces until text comes that they part.
 * It goes from bytes to bytes, since strings put together of thousands of pieces cost more than the rest of the work.
 */
export class TextWriter {
  readonly #source: ByteString;
  /** What is written stands at its beginning; the source, and four more bytes that are no plain text, at its end. */
  readonly #room: Buffer;
  readonly #words: DataView;
  /** Where the source begins. */
  readonly #base: number;
  readonly #oneLine: boolean;
  readonly #references: boolean;
  #length = 0;
  /** Whether white space at the start is an indentation, or the tab of an empty cell. */
  #startCounts = false;
  /** Whether something is held back. */
  #parted = false;
  #space = false;
  #breaks = 0;
  #lines = 0;
  #tabs = 0;
  #cells = 0;
  #preformatted = 0;

  /** `oneLine`: every break is a space. `references`: `&amp;` is `&`. */
  constructor(source: ByteString, oneLine: boolean, references: boolean) {
    this.#source = source;
    // What is written does not come near what is still to be read: no reference is shorter than five sixths of what it stands for, and no
    // tag shorter than the breaks it makes.
    const { bytes: room, words } = roomFor(Math.ceil(source.length * 1.25) + 64);
    this.#room = room;
    this.#words = words;
    this.#base = room.length - source.length - 4;
    writeLatin1(room, source, this.#base);
    words.setInt32(room.length - 4, 0x3c3c3c3c);
    this.#oneLine = oneLine;
    this.#references = references;
  }

  /** The text so far, without white space on its ends. */
  result(): ByteString {
    const room = this.#room;
    let end = this.#length;
    while (end > 0 && room[end - 1]! <= 32) end--;
    let start = 0;
    while (start < end && !this.#startCounts && room[start]! <= 32) start++;
    return readLatin1(room, start, end);
  }

  /** A block begins or ends: at least `breaks` line breaks stand between what is before it and what follows. */
  block(breaks: number): void {
    this.#parted = true;
    if (this.#oneLine) this.#space = true;
    else {
      if (breaks > this.#breaks) this.#breaks = breaks;
      this.#tabs = 0;
    }
  }

  /** A `<br>`. */
  lineBreak(): void {
    this.#parted = true;
    if (this.#oneLine) this.#space = true;
    else this.#lines++;
  }

  /** A row of a table begins. */
  row(): void {
    this.#cells = 0;
    this.#tabs = 0;
  }

  /** A cell of a table begins. */
  cell(): void {
    this.#parted = true;
    if (this.#oneLine) this.#space = true;
    else if (this.#cells++ > 0) this.#tabs++;
  }

  /** Goes into (1) or out of (-1) preformatted text, where white space counts. */
  preformatted(step: 1 | -1): void {
    if (!this.#oneLine) this.#preformatted = Math.max(0, this.#preformatted + step);
  }

  /** Writes the text from `start` up to the next tag or the end of the source, and gives where that is. */
  text(start: number, tags: boolean): number {
    const room = this.#room;
    const words = this.#words;
    const end = this.#base + this.#source.length;
    let pos = this.#base + start;
    let length = this.#length;
    while (pos < end) {
      let code = room[pos]!;
      let kind = byteKinds[code]!;
      if (kind === 0) {
        if (this.#parted) length = this.#part(length);
        do {
          for (let word = words.getInt32(pos, true); isPlain(word); word = words.getInt32(pos, true)) {
            words.setInt32(length, word, true);
            length += 4;
            pos += 4;
          }
          code = room[pos]!;
          for (kind = byteKinds[code]!; kind === 0; kind = byteKinds[code]!) {
            room[length++] = code;
            code = room[++pos]!;
          }
          // By far most of what is not plain is one space between words.
          if (code === 32 && byteKinds[room[pos + 1]!] === 0) {
            room[length++] = 32;
            code = room[++pos]!;
            kind = 0;
          }
        } while (kind === 0);
        if (pos >= end) break;
      }
      if (kind === space) {
        this.#length = length;
        this.#white(code);
        length = this.#length;
        pos++;
      } else if (kind === tagStart && tags) break;
      else {
        this.#length = length;
        pos = this.#special(pos, kind);
        length = this.#length;
      }
    }
    this.#length = length;
    return Math.min(pos - this.#base, this.#source.length);
  }

  #special(pos: number, kind: number): number {
    const room = this.#room;
    if (kind === wide) return pos + 1 + this.#wide(room[pos]!, room[pos + 1]!, room[pos + 2]!);
    const read = kind === reference && this.#references ? readReference(this.#source, pos - this.#base, 'text') : undefined;
    if (read === undefined) {
      this.put(room[pos]!);
      return pos + 1;
    }
    const { bytes } = read;
    for (let at = 0; at < bytes.length; at++) {
      const code = bytes.charCodeAt(at);
      if (code >= 0x80) at += this.#wide(code, bytes.charCodeAt(at + 1), bytes.charCodeAt(at + 2));
      else if (code > 32) this.put(code);
      else this.#white(code);
    }
    return this.#base + read.end;
  }

  /** Writes one byte as it is. */
  put(code: number): void {
    if (this.#parted) this.#length = this.#part(this.#length);
    this.#room[this.#length++] = code;
  }

  /** A byte of a character beyond ASCII; gives how many further bytes were taken with it. */
  #wide(code: number, second: number, third: number): number {
    if (code === 0xc2 && (second === 0xa0 || second === 0xad)) {
      if (second === 0xa0) this.put(32);
      return 1;
    }
    if (code === 0xe2 && isUnseen(second, third)) return 2;
    if (code === 0xef && second === 0xbb && third === 0xbf) return 2;
    this.put(code);
    return 0;
  }

  #white(code: number): void {
    if (code !== 32 && (code > 13 || code < 9)) return;
    if (this.#preformatted === 0) this.#space = true;
    else if (code === 10) this.#lines++;
    else if (code !== 13) {
      if (this.#length === 0) this.#startCounts = true;
      this.put(code);
      return;
    }
    this.#parted = true;
  }

  /** Writes what parts the text before from the text to come. */
  #part(length: number): number {
    const isStart = length === 0;
    if (isStart && this.#tabs > 0) this.#startCounts = true;
    for (let count = isStart ? 0 : Math.max(this.#breaks, this.#lines); count > 0; count--) this.#room[length++] = 10;
    for (let count = this.#tabs; count > 0; count--) this.#room[length++] = 9;
    if (this.#space && !isStart && this.#breaks + this.#lines + this.#tabs === 0) this.#room[length++] = 32;
    this.#parted = this.#space = false;
    this.#breaks = this.#lines = this.#tabs = 0;
    return length;
  }
}

/** Whether four bytes are ASCII text without references and tags, in which spaces stand alone and not at the end. */
function isPlain(word: number): boolean {
  const special = word | below(word, 0x20202020) | below(word ^ 0x26262626, 0x01010101) | below(word ^ 0x3c3c3c3c, 0x01010101);
  const spaces = below(word ^ 0x20202020, 0x01010101) & 0x80808080;
  return (((special | (spaces & (spaces << 8))) & 0x80808080) | (spaces & 0x80000000)) === 0;
}

interface Room {
  bytes: Buffer;
  words: DataView;
}

const KEPT_SIZE = 1024 * 1024;
let kept = newRoom(64 * 1024);

/** A buffer of at least `size` bytes, used again by whoever asks next unless it is large. */
function roomFor(size: number): Room {
  if (size > KEPT_SIZE) return newRoom(size);
  if (size > kept.bytes.length) kept = newRoom(Math.min(KEPT_SIZE, size * 2));
  return kept;
}

function newRoom(size: number): Room {
  const bytes = Buffer.allocUnsafeSlow(size);
  return { bytes, words: wordsOf(bytes) };
}

/** U+200B zero width space and U+2060 word joiner, by the bytes after 0xE2. (U+200C and U+200D shape letters and emoji.) */
function isUnseen(second: number, third: number): boolean {
  return (second === 0x80 && third === 0x8b) || (second === 0x81 && third === 0xa0);
}
