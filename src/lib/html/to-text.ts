import { type ByteString, Finder, fromBytes, toBytes } from '../bytes/index.ts';
import { mayHide, type Shown, shownBy } from './hidden.ts';
import { LONGEST_TAG_NAME, tagKind, tagKindAt } from './tag-kinds.ts';
import { TextWriter } from './text-writer.ts';

const { unknown, inline, lineBreak, paragraph, cell, block, row, preformatted, hidden, raw } = tagKind;

/**
 * HTML as the text a browser shows: tags gone, references resolved, white space folded, blocks on lines of their own (paragraphs with a
 * blank line between), table cells parted by tabs; scripts, styles and what stands in for media gone; soft hyphens and zero-width
 * spaces, which nobody sees, gone too; a no-break space is a space. Time is linear in the length.
 */
export function htmlToText(html: string): string {
  return fromBytes(htmlBytesToText(toBytes(html)));
}

/** HTML as one line of text (a title). */
export function htmlToLine(html: string): string {
  return fromBytes(htmlBytesToLine(toBytes(html)));
}

/** As `htmlToText`, byte string to byte string. */
export function htmlBytesToText(html: ByteString): ByteString {
  return convert(html, false);
}

/** As `htmlToLine`, byte string to byte string. */
export function htmlBytesToLine(html: ByteString): ByteString {
  return isPlain(html) ? html : convert(html, true);
}

/** Plain text, which has neither tags nor references, as one line. Byte string to byte string. */
export function textBytesToLine(text: ByteString): ByteString {
  return toLine(text, false);
}

/** Text with references but without tags as one line (the name of a person or a category). Byte string to byte string. */
export function referencesToLine(text: ByteString): ByteString {
  return toLine(text, true);
}

function toLine(text: ByteString, references: boolean): ByteString {
  if (isPlain(text)) return text;
  const writer = new TextWriter(text, true, references);
  writer.text(0, false);
  return writer.result();
}

const PLAIN_WORDS = /^[\x21-\x25\x27-\x3b\x3d-\x7e]+(?: [\x21-\x25\x27-\x3b\x3d-\x7e]+)*$/;

/** Whether a text is ASCII words with single spaces between, so that there is nothing to do. */
function isPlain(text: ByteString): boolean {
  return text.length < 1000 && PLAIN_WORDS.test(text);
}

/** Elements within one another that a style makes blocks of, at most. */
const MOST_BLOCKS = 100;

/** A longer text is no title, and its tags are all taken for tags. */
const LONGEST_TITLE = 1000;

/** Whether a tag in a title that is none of HTML's is no tag at all: `Vec<T>` has no end tag. */
function isLiteral(title: ByteString, start: number, end: number): boolean {
  if (title.length > LONGEST_TITLE || end - start > LONGEST_TAG_NAME) return false;
  const name = title.slice(start, end).toLowerCase();
  return /^[a-z]\w*$/.test(name) && !title.toLowerCase().includes(`</${name}`);
}

/** What is converted, and how far it has come. */
interface Page {
  readonly html: ByteString;
  readonly writer: TextWriter;
  readonly ends: EndTags;
  readonly oneLine: boolean;
  /** Whether attributes may hide elements, or make blocks of them. */
  readonly hides: boolean;
  /** The names of the elements within a line that a style makes blocks of, and that are open. */
  readonly blocks: string[];
}

function convert(html: ByteString, oneLine: boolean): ByteString {
  const writer = new TextWriter(html, oneLine, true);
  const ends = new EndTags(html);
  const page: Page = { html, writer, ends, oneLine, hides: mayHide(html), blocks: [] };
  let at = writer.text(0, true);
  while (at < html.length) {
    const code = html.charCodeAt(at + 1);
    const letter = code | 32;
    let next = at + 1;
    if (letter >= 97 && letter <= 122) next = startTag(page, at);
    else if (code === 47) next = endTag(page, at);
    else if (code === 33 || code === 63) next = ends.declaration(at);
    else writer.put(60);
    at = writer.text(next, true);
  }
  return writer.result();
}

function startTag(page: Page, at: number): number {
  const { html, writer, ends, oneLine } = page;
  const end = nameEnd(html, at + 1);
  const kind = tagKindAt(html, at + 1, end);
  if (oneLine && kind === unknown && isLiteral(html, at + 1, end)) {
    writer.put(60);
    return at + 1;
  }
  const next = ends.tag(end);
  const name = page.hides ? html.slice(at + 1, end).toLowerCase() : '';
  const shown: Shown = page.hides && next - end > 4 ? shownBy(html.slice(end, next - 1)) : undefined;
  if (kind < hidden && (shown === 'hidden' || (name === 'dialog' && shown !== 'open'))) {
    const past = ends.nested(name, next);
    if (past >= 0) return past;
  }
  switch (kind) {
    case unknown:
    case inline:
      if (shown !== 'block') break;
      writer.block(1);
      if (page.blocks.length < MOST_BLOCKS) page.blocks.push(name);
      break;
    case lineBreak:
      writer.lineBreak();
      break;
    case paragraph:
      writer.block(2);
      break;
    case cell:
      writer.cell();
      break;
    case hidden:
    case raw:
      return html.charCodeAt(next - 2) === 47 ? next : ends.element(html.slice(at + 1, end).toLowerCase(), kind === raw, next);
    default:
      writer.block(1);
      if (kind === row) writer.row();
      else if (kind === preformatted) writer.preformatted(1);
  }
  return next;
}

function endTag({ html, writer, ends, blocks }: Page, at: number): number {
  const end = nameEnd(html, at + 2);
  const kind = tagKindAt(html, at + 2, end);
  if (blocks.length > 0 && blocks.at(-1) === html.slice(at + 2, end).toLowerCase()) {
    blocks.pop();
    writer.block(1);
  } else if (kind === paragraph) writer.block(2);
  else if (kind === lineBreak) writer.lineBreak();
  else if (kind === block || kind === row || kind === preformatted) {
    writer.block(1);
    if (kind === preformatted) writer.preformatted(-1);
  }
  return ends.tag(end);
}

/** So often it is looked for the end of a hidden element in vain; further ones that have none are shown. */
const MOST_MISSES = 8;

const voids = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

/** Finds where tags and elements end, and looks only once for an end that does not come. */
class EndTags {
  readonly #html: ByteString;
  readonly #finder: Finder;
  /** Names of hidden elements that end no more. */
  #gone: Set<string> | undefined;
  /** How often an end tag was looked for in vain. */
  #misses = 0;

  constructor(html: ByteString) {
    this.#html = html;
    this.#finder = new Finder(html);
  }

  /** Past the `>` of the tag whose attributes begin at `from`; quoted values may hold one. */
  tag(from: number): number {
    const html = this.#html;
    for (let pos = from; pos < html.length; pos++) {
      const code = html.charCodeAt(pos);
      if (code === 62) return pos + 1;
      if ((code === 34 || code === 39) && followsEquals(html, pos)) {
        const close = this.#finder.find(code === 34 ? '"' : "'", pos + 1);
        if (close >= 0) pos = close;
      }
    }
    return html.length;
  }

  /** Past the end tag of an element that may hold others of its name; -1 where it has none, and for void elements. */
  nested(name: string, from: number): number {
    if (this.#misses >= MOST_MISSES || !/^[a-z][\w-]{0,32}$/.test(name) || voids.has(name)) return -1;
    const tags = new RegExp(`<(/?)${name}(?=[\\s/>])`, 'gi');
    tags.lastIndex = from;
    let depth = 1;
    for (let found = tags.exec(this.#html); found; found = tags.exec(this.#html)) {
      depth += found[1] === '/' ? -1 : 1;
      if (depth === 0) return this.tag(tags.lastIndex);
    }
    this.#misses++;
    return -1;
  }

  /** Past the end tag of a hidden element. Where it has none, what follows is shown, but for scripts and styles. */
  element(name: string, isRaw: boolean, from: number): number {
    const otherwise = isRaw ? this.#html.length : from;
    if (this.#gone?.has(name)) return otherwise;
    for (let at = this.#finder.find('</', from); at >= 0; at = this.#finder.find('</', at + 2)) {
      const end = at + 2 + name.length;
      if (this.#html.slice(at + 2, end).toLowerCase() === name && nameEnd(this.#html, end) === end) return this.tag(end);
    }
    (this.#gone ??= new Set()).add(name);
    return otherwise;
  }

  /** Past the comment or declaration at `at`. The marks of a CDATA section are taken out, and what it holds is shown. */
  declaration(at: number): number {
    const html = this.#html;
    if (html.startsWith('<![CDATA[', at)) return at + 9;
    const comment = html.startsWith('<!--', at);
    const empty = comment && (html.startsWith('>', at + 4) || html.startsWith('->', at + 4));
    const mark = comment && !empty ? '-->' : '>';
    const end = this.#finder.find(mark, at + 2);
    return end < 0 ? html.length : end + mark.length;
  }
}

function followsEquals(html: ByteString, at: number): boolean {
  let pos = at - 1;
  while (html.charCodeAt(pos) <= 32) pos--;
  return html.charCodeAt(pos) === 61;
}

function nameEnd(html: ByteString, start: number): number {
  let end = start;
  for (let code = html.charCodeAt(end); end < html.length && code > 32 && code !== 62 && code !== 47; ) {
    code = html.charCodeAt(++end);
  }
  return end;
}
