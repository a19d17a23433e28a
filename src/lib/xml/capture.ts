import { type ByteString, fromBytes, isSpace } from '../bytes/index.ts';
import { Captured, type Segment } from './captured.ts';
import { beyond } from './limits.ts';
import { areAlike, OpenElements } from './open.ts';
import { isNameStart, type Scanner } from './scanner.ts';
import type { Scope } from './scope.ts';

const CDATA = '<![CDATA[';

/** Elements that need no end tag in HTML; where markup stands in a document as it is, they are not waited for. */
const unclosed = new Set(
  'area base br col embed hr img input li link meta p param source track wbr td tr th dt dd option'.split(' '),
);

/** A reader at an element that it has just opened. */
interface AtElement {
  readonly scanner: Scanner;
  readonly scope: Scope;
  readonly rawName: ByteString;
  readonly isEmpty: boolean;
  ended: boolean;
  isOpen(rawName: string): boolean;
  endsSoon(rawName: string, from: number): boolean;
}

/** Reads the content of the reader's current element, up to where it ends, and past its end tag. */
export function capture(reader: AtElement, closers: ReadonlySet<string> | undefined): Captured {
  const { scanner, scope, rawName } = reader;
  const { entities } = scanner;
  if (reader.isEmpty) return new Captured(undefined, entities, scope);
  const simple = readSimple(scanner, rawName);
  if (simple) return new Captured(simple, entities, scope);
  const content = new Content(reader, rawName, closers);
  content.read();
  const { segments, markup } = content;
  return new Captured(segments[0], entities, scope, segments.length > 1 || markup ? segments : undefined, markup);
}

/** What nearly all elements of feeds hold, without further ado: a text, or one CDATA section, right before their end tag. */
function readSimple(scanner: Scanner, name: ByteString): Segment | undefined {
  const { bytes, pos } = scanner;
  const at = bytes.indexOf('<', pos);
  if (at < 0 || at - pos > scanner.limits.text) return undefined;
  if (isEndTag(bytes, at, name)) {
    scanner.pos = at + name.length + 3;
    return { bytes: bytes.slice(pos, at), cdata: false };
  }
  if (at !== pos || !bytes.startsWith(CDATA, at)) return undefined;
  const start = at + CDATA.length;
  const end = scanner.find(']]>', start);
  if (end < 0 || end - start > scanner.limits.text || !isEndTag(bytes, end + 3, name)) return undefined;
  const content = bytes.slice(start, end);
  if (content.includes('[CDATA[')) return undefined;
  scanner.pos = end + name.length + 6;
  return { bytes: content, cdata: true };
}

function isEndTag(bytes: ByteString, at: number, name: string): boolean {
  const end = at + 2 + name.length;
  return (
    bytes.charCodeAt(at + 1) === 47 &&
    bytes.charCodeAt(end) === 62 &&
    bytes.startsWith(name, at + 2) &&
    bytes.charCodeAt(at) === 60
  );
}

class Content {
  readonly segments: Segment[] = [];
  markup = false;
  readonly #reader: AtElement;
  readonly #scanner: Scanner;
  readonly #name: ByteString;
  readonly #closers: ReadonlySet<string> | undefined;
  readonly #inner = new OpenElements();
  #size = 0;
  /** Where the text that is not yet a segment begins. */
  #from: number;
  #nestedCdata = false;

  constructor(reader: AtElement, name: ByteString, closers: ReadonlySet<string> | undefined) {
    this.#reader = reader;
    this.#scanner = reader.scanner;
    this.#name = name;
    this.#closers = closers;
    this.#from = this.#scanner.pos;
  }

  read(): void {
    const scanner = this.#scanner;
    const { bytes } = scanner;
    let at = bytes.indexOf('<', this.#from);
    while (at >= 0) {
      const code = bytes.charCodeAt(at + 1);
      if (code === 47) {
        if (this.#ends(at)) return;
      } else if (code === 33) this.#declaration(at);
      else if (code === 63) this.#instruction(at);
      else if (isNameStart(code)) {
        if (this.#starts(at)) return;
      } else scanner.pos = at + 1;
      at = bytes.indexOf('<', scanner.pos);
    }
    this.#text(bytes.length);
    scanner.pos = bytes.length;
    this.#reader.ended = true;
  }

  /** An end tag. True when it ends the element, or one that the element is in. */
  #ends(at: number): boolean {
    const scanner = this.#scanner;
    if (!scanner.readEndTag(at)) {
      scanner.pos = at + 2;
      return false;
    }
    const { name } = scanner;
    if (this.#inner.close(name)) return false;
    const elsewhere = name !== this.#name && this.#reader.isOpen(name);
    const own = !elsewhere && areAlike(name, this.#name);
    if (!own && !elsewhere) return false;
    this.#text(at);
    if (!own) scanner.pos = at;
    return true;
  }

  /** A start tag. True when it is one that cannot stand here, so that the element has ended before it. */
  #starts(at: number): boolean {
    const scanner = this.#scanner;
    if (!scanner.readStartTag(at)) {
      scanner.pos = at + 1;
      return false;
    }
    const { name } = scanner;
    if (this.#closers?.has(this.#reader.scope.resolve(name)) && !this.#reader.endsSoon(this.#name, at)) {
      this.#text(at);
      scanner.pos = at;
      return true;
    }
    this.markup = true;
    if (scanner.selfClosing || unclosed.has(name)) return false;
    this.#inner.push(name);
    const { depth } = scanner.limits;
    if (this.#inner.length > depth) throw beyond('DEPTH', `elements are nested more than ${depth} deep at <${fromBytes(name)}>`);
    return false;
  }

  /** A comment is left out; a CDATA section is a segment of its own; of another declaration the tag alone is left out. */
  #declaration(at: number): void {
    const scanner = this.#scanner;
    if (!scanner.bytes.startsWith(CDATA, at)) {
      this.#text(at);
      scanner.skipMarkup(at);
      this.#from = scanner.pos;
      return;
    }
    this.#text(at);
    const start = at + CDATA.length;
    const end = this.#cdataEnd(start);
    this.#add(scanner.bytes.slice(start, end), true);
    scanner.pos = scanner.bytes.startsWith(']]>', end) ? end + 3 : end;
    this.#from = scanner.pos;
  }

  #instruction(at: number): void {
    this.#text(at);
    this.#scanner.skipMarkup(at);
    this.#from = this.#scanner.pos;
  }

  /**
   * Where the CDATA section whose content begins at `start` ends. One that was never closed runs on to the end tag of its element,
   * which is seen from another section that begins within it, or from `]]>` coming no more.
   */
  #cdataEnd(start: number): number {
    const scanner = this.#scanner;
    const { bytes } = scanner;
    const end = scanner.find(']]>', start);
    const within = end < 0 ? bytes : bytes.slice(start, end);
    const nested = end < 0 ? -1 : within.indexOf('[CDATA[');
    if (end >= 0 && (nested < 2 || within.charCodeAt(nested - 1) !== 33 || within.charCodeAt(nested - 2) !== 60)) return end;
    const close = end < 0 ? scanner.find(`</${this.#name}`, start) : start + within.slice(0, nested).indexOf(`</${this.#name}`);
    if (close >= start) return close;
    this.#nestedCdata = end >= 0;
    return end < 0 ? bytes.length : end;
  }

  /** Makes a segment of the text up to `end`. */
  #text(end: number): void {
    if (end <= this.#from) return;
    const bytes = this.#scanner.bytes.slice(this.#from, end);
    this.#from = end;
    if (this.segments.length > 0 && isBlank(bytes)) {
      if (this.markup) this.#add(bytes, false);
      return;
    }
    this.#add(this.segments.length > 0 && bytes.includes(']]>') ? this.#withoutStrayEnd(bytes) : bytes, false);
  }

  /** A `]]>` outside of any section: the end of one that another was written into, whose own beginning is then taken out too. */
  #withoutStrayEnd(bytes: ByteString): ByteString {
    if (this.#nestedCdata) {
      for (const segment of this.segments) segment.bytes = segment.bytes.replaceAll(CDATA, '');
      this.#nestedCdata = false;
    }
    return bytes.replaceAll(']]>', '');
  }

  #add(bytes: ByteString, isCdata: boolean): void {
    this.#size += bytes.length;
    const { text } = this.#scanner.limits;
    if (this.#size > text) throw beyond('TEXT', `the text of <${fromBytes(this.#name)}> is longer than ${text} bytes`);
    const [only] = this.segments;
    if (only && isCdata && !only.cdata && isBlank(only.bytes) && this.segments.length === 1 && !this.markup) this.segments.pop();
    this.segments.push({ bytes, cdata: isCdata });
  }
}

function isBlank(bytes: ByteString): boolean {
  for (let at = 0; at < bytes.length; at++) if (!isSpace(bytes.charCodeAt(at))) return false;
  return true;
}
