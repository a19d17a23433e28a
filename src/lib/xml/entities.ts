import { assumeBytes, type ByteString, fromBytes, readLatin1, writeLatin1 } from '../bytes/index.ts';
import { type ReferenceMode, readReference } from '../html/index.ts';
import { beyond } from './limits.ts';

const DEEPEST = 16;
/** A string put together of a million pieces takes several times its length: a text that is longer is gathered as bytes. */
const LONGEST = 64 * 1024;

/**
 * The entities a document declares in its own internal subset. They expand within a bound on the whole document, and not deeper than
 * 16 into one another; external ones are never read and stay as they are written.
 */
export class Entities {
  readonly #values = new Map<string, ByteString>();
  #left: number;

  /** `budget`: the bytes that all expansions of this document may come to. */
  constructor(budget: number) {
    this.#left = budget;
  }

  /** Whether the document declared any. */
  get some(): boolean {
    return this.#values.size > 0;
  }

  /** As in XML, the first declaration of a name is the one that counts. */
  declare(name: string, value: ByteString): void {
    if (!this.#values.has(name)) this.#values.set(name, value);
  }

  /**
   * Text with its references replaced: the document's own, those of XML and HTML, numbers; a bare `&` and what nobody knows stay.
   * Throws `ENTITY_LIMIT`.
   */
  decode(bytes: ByteString, mode: ReferenceMode = 'value', depth = 0): ByteString {
    let at = bytes.indexOf('&');
    if (at < 0) return bytes;
    const gathered = bytes.length > LONGEST ? new Gathered(bytes.length) : undefined;
    let out = '';
    let done = 0;
    while (at >= 0) {
      const reference = (this.some && this.#own(bytes, at, mode, depth)) || readReference(bytes, at, mode);
      if (reference) {
        out += bytes.slice(done, at) + reference.bytes;
        done = reference.end;
      }
      if (gathered && out.length > LONGEST) {
        gathered.add(assumeBytes(out));
        out = '';
      }
      at = bytes.indexOf('&', reference ? done : at + 1);
    }
    if (done === 0) return bytes;
    if (!gathered) return assumeBytes(out + bytes.slice(done));
    gathered.add(assumeBytes(out));
    gathered.add(bytes.slice(done));
    return gathered.text();
  }

  /** Markup with only the document's own entities replaced: all others mean the same in HTML. Throws `ENTITY_LIMIT`. */
  expandOwn(markup: ByteString): ByteString {
    if (!this.some || !markup.includes('&')) return markup;
    let out = '';
    let done = 0;
    for (let at = markup.indexOf('&'); at >= 0; at = markup.indexOf('&', Math.max(done, at + 1))) {
      const reference = this.#own(markup, at, 'value', 0);
      if (!reference) continue;
      out += markup.slice(done, at) + reference.bytes;
      done = reference.end;
    }
    return assumeBytes(out + markup.slice(done));
  }

  #own(bytes: ByteString, at: number, mode: ReferenceMode, depth: number): { bytes: ByteString; end: number } | undefined {
    const end = nameEnd(bytes, at + 1);
    if (end === at + 1 || bytes.charCodeAt(end) !== 59) return undefined;
    const name = bytes.slice(at + 1, end);
    const value = this.#values.get(name);
    if (value === undefined) return undefined;
    if (depth >= DEEPEST) throw beyond('ENTITY', `entities are nested more than ${DEEPEST} deep at &${fromBytes(name)};`);
    this.#left -= value.length + name.length;
    if (this.#left < 0) throw beyond('ENTITY', `entities expand to more than is allowed at &${fromBytes(name)};`);
    return { bytes: this.decode(value, mode, depth + 1), end: end + 1 };
  }
}

/** Bytes one after another. */
class Gathered {
  #room: Buffer;
  #length = 0;

  /** `size`: what is expected, in bytes. */
  constructor(size: number) {
    this.#room = Buffer.allocUnsafeSlow(size);
  }

  add(bytes: ByteString): void {
    const { length } = bytes;
    if (this.#length + length > this.#room.length) {
      const larger = Buffer.allocUnsafeSlow(Math.ceil((this.#length + length) * 1.25));
      this.#room.copy(larger, 0, 0, this.#length);
      this.#room = larger;
    }
    writeLatin1(this.#room, bytes, this.#length);
    this.#length += length;
  }

  text(): ByteString {
    return readLatin1(this.#room, 0, this.#length);
  }
}

const LONGEST_NAME = 128;

/** Where a name of XML that starts at `start` ends. Bytes beyond ASCII count as name characters. */
export function nameEnd(bytes: ByteString, start: number): number {
  const last = Math.min(bytes.length, start + LONGEST_NAME);
  let end = start;
  while (end < last && isNameByte(bytes.charCodeAt(end))) end++;
  return end;
}

/** Whether a byte may stand in a name of XML. */
export function isNameByte(code: number): boolean {
  const letter = code | 32;
  if ((letter >= 97 && letter <= 122) || (code >= 48 && code <= 58)) return true;
  return code === 45 || code === 46 || code === 95 || code >= 0x80;
}
