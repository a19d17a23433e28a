import { ascii, type ByteString, fromBytes } from '../bytes/index.ts';
import type { Attributes } from './attributes.ts';
import { capture } from './capture.ts';
import type { Captured } from './captured.ts';
import { beyond } from './limits.ts';
import { OpenElements } from './open.ts';
import { isNameStart, type Scanner, tag } from './scanner.ts';
import { Scope, type Vocabulary } from './scope.ts';

/** How far it is looked for an end tag that may be missing, so that many that are cost no more than the document's length. */
const NEARBY = 1024;
const noAttributes: Attributes = new Map();

/**
 * Walks through the elements of a document. Whatever tags it lacks, an element ends where its parent ends, an end tag that has no
 * start tag means nothing, and the elements of a caller's interest come with names of ours, whichever prefixes the document uses.
 *
 *     while (reader.child(level)) {          // each child of the element that is `level` deep
 *       if (reader.name === 'title') title = reader.capture().text();
 *     }
 *
 * A child that is not captured or gone into is skipped.
 */
export class Reader {
  readonly scanner: Scanner;
  /** Our name for the current element. */
  name = ascii('');
  /** Its name as written. */
  rawName = ascii('');
  /** Whether the document has ended. */
  ended = false;
  readonly #open = new OpenElements();
  readonly #scopes: Scope[];
  readonly #landmarks: ReadonlySet<string>;
  #attributes: Attributes | undefined;
  #emptyTop = false;
  #nextXml = -1;

  /**
   * `base` is the URL that relative references are against, unless `xml:base` says otherwise. `landmarks` are our names of elements that
   * nothing skipped may hold: what they seem to be in was not closed.
   */
  constructor(scanner: Scanner, vocabulary: Vocabulary, base: string | undefined, landmarks: ReadonlySet<string> = new Set()) {
    this.scanner = scanner;
    this.#landmarks = landmarks;
    this.#scopes = [Scope.outermost(vocabulary, base)];
  }

  /** How deep the current element is; 0 is the document. */
  get level(): number {
    return this.#open.length;
  }

  /** Namespaces, base and language of the current element. */
  get scope(): Scope {
    return this.#scopes[this.#open.length]!;
  }

  /** The current element's attributes. */
  get attributes(): Attributes {
    const { scanner } = this;
    if (this.#attributes === undefined) {
      this.#attributes = scanner.attributesStart === scanner.attributesEnd ? noAttributes : scanner.attributes();
    }
    return this.#attributes;
  }

  /** An attribute of the current element by its name in any letter case, without its prefix. */
  attribute(name: string): ByteString | undefined {
    if (this.attributes.size === 0) return undefined;
    const exact = this.attributes.get(name);
    if (exact !== undefined) return exact;
    for (const [written, value] of this.attributes) {
      const local = written.slice(written.indexOf(':') + 1);
      if (local.toLowerCase() === name.toLowerCase() && !written.startsWith('xmlns')) return value;
    }
    return undefined;
  }

  /** Moves to the next child of the element that is `level` deep. False when that has ended. Throws `DEPTH_LIMIT`. */
  child(level: number): boolean {
    for (;;) {
      if (this.#emptyTop) this.#leave(this.level - 1);
      if (this.level < level) return false;
      const met = this.scanner.nextTag();
      if (met === tag.none) {
        this.ended = true;
        return false;
      }
      if (met === tag.end) {
        if (!this.#open.close(this.scanner.name)) this.#open.closeAlike(this.scanner.name);
        if (this.level < level) return false;
      } else {
        this.#enter();
        if (this.level === level + 1) return true;
        if (level > 0 && this.#landmarks.has(this.name)) {
          this.unread(level);
          this.scanner.nextTag();
          this.#enter();
          return true;
        }
      }
    }
  }

  /**
   * The content of the current element, which is left with it. `closers` are our names of elements that cannot stand within, so that
   * one of them ends an element whose end tag is missing.
   */
  capture(closers?: ReadonlySet<string>): Captured {
    const captured = capture(this, closers);
    this.#leave(this.level - 1);
    return captured;
  }

  /** Whether the first thing in the current element, text aside, is another element. */
  holdsElements(): boolean {
    if (this.#emptyTop) return false;
    const { bytes } = this.scanner;
    let at = bytes.indexOf('<', this.scanner.pos);
    while (at >= 0 && bytes.startsWith('<!--', at)) {
      const end = this.scanner.find('-->', at + 4);
      at = end < 0 ? -1 : bytes.indexOf('<', end + 3);
    }
    return at >= 0 && isNameStart(bytes.charCodeAt(at + 1));
  }

  /** Leaves the current element, which has no content to speak of, so that a missing end tag makes no difference. */
  leave(): void {
    this.#leave(this.level - 1);
  }

  /** Whether the current element was an empty-element tag. */
  get isEmpty(): boolean {
    return this.#emptyTop;
  }

  /**
   * Whether an end tag of that name, as written, comes soon after `from`, and before another start tag, so that what stands there is in
   * that element although it should not be.
   */
  endsSoon(rawName: string, from = this.scanner.pos): boolean {
    const near = this.scanner.bytes.slice(from, from + NEARBY);
    const end = near.indexOf(`</${rawName}`);
    return end >= 0 && !near.slice(0, end).includes(`<${rawName}`);
  }

  /** The text between the current element, which is empty, and the next tag: HTML serialisers write `<link/>http://…`. */
  textAfter(): ByteString {
    const { bytes, pos, entities } = this.scanner;
    const end = bytes.indexOf('<', pos);
    return entities.decode(bytes.slice(pos, end < 0 ? bytes.length : end), 'url');
  }

  /** Whether an element of that name, as written, is open. */
  isOpen(rawName: string): boolean {
    return this.#open.has(rawName);
  }

  /** Goes back to the start tag that was just read, so that it is read again, with no more than `level` elements open. */
  unread(level: number): void {
    this.#leave(level);
    this.scanner.pos = this.scanner.start;
  }

  #enter(): void {
    const { scanner } = this;
    const { name } = scanner;
    if (this.level >= scanner.limits.depth)
      throw beyond('DEPTH', `elements are nested more than ${scanner.limits.depth} deep at <${fromBytes(name)}>`);
    this.#attributes = undefined;
    let scope = this.#scopes[this.level]!;
    if (scanner.attributesStart !== scanner.attributesEnd && this.#declares()) scope = scope.within(this.attributes);
    this.#open.push(name);
    this.#scopes[this.#open.length] = scope;
    this.#emptyTop = scanner.selfClosing;
    this.rawName = name;
    this.name = scope.resolve(name);
  }

  /** Whether the tag has an attribute of XML's own: `xmlns`, `xml:base`, `xml:lang`. Most documents have none after the first tags. */
  #declares(): boolean {
    const { bytes, attributesStart, attributesEnd } = this.scanner;
    if (this.#nextXml < attributesStart) {
      const next = bytes.indexOf('xml', attributesStart);
      this.#nextXml = next < 0 ? bytes.length : next;
    }
    return this.#nextXml < attributesEnd;
  }

  #leave(level: number): void {
    this.#open.truncate(level);
    this.#emptyTop = false;
  }
}
