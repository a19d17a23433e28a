import { type ByteString, fromBytes, toBytes } from './bytes.ts';
import { TextWriter } from './text-writer.ts';

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

const plainWords = /^[\x21-\x25\x27-\x3b\x3d-\x7e]+(?: [\x21-\x25\x27-\x3b\x3d-\x7e]+)*$/;

/** Whether a text is ASCII words with single spaces between, so that there is nothing to do. */
function isPlain(text: ByteString): boolean {
  return text.length < 1000 && plainWords.test(text);
}

/** Elements whose content no browser shows. */
const hidden = new Set(
  'script style template noscript noembed noframes iframe head title object video audio canvas datalist rp svg'.split(' '),
);
/** Of those, the ones whose content is no markup, so that it runs on to the end where their end tag is missing. */
const raw = new Set(['script', 'style']);

const blocks = new Set(
  (
    'address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 ' +
    'h6 header hgroup hr html legend li listing main menu nav ol optgroup option pre search section summary table tbody tfoot thead ' +
    'tr ul caption xmp'
  ).split(' '),
);

/** The other elements of HTML. */
const inline = new Set(
  (
    'a abbr acronym area b base bdi bdo big blink br button cite code col colgroup data del dfn em embed font i img input ins kbd ' +
    'label link map mark marquee meta meter nobr output param progress q rb rt ruby s samp select small source span strike strong ' +
    'sub sup td th time track tt u var wbr'
  ).split(' '),
);

/** A longer text is no title, and its tags are all taken for tags. */
const longestTitle = 1000;

/** Whether a tag in a title is none: `Vec<T>` has no element of HTML and no end tag. */
function isLiteral(title: ByteString, name: string): boolean {
  return (
    /^[a-z]\w*$/.test(name) &&
    !(inline.has(name) || blocks.has(name) || hidden.has(name)) &&
    !(title.length > longestTitle || title.toLowerCase().includes(`</${name}`))
  );
}

function convert(html: ByteString, oneLine: boolean): ByteString {
  const writer = new TextWriter(html, oneLine, true);
  const ends = new EndTags(html);
  let at = writer.text(0, true);
  while (at < html.length) {
    const code = html.charCodeAt(at + 1);
    const letter = code | 32;
    let next = at + 1;
    if (letter >= 97 && letter <= 122) next = startTag(html, at, writer, ends, oneLine);
    else if (code === 47) next = endTag(html, at, writer, ends);
    else if (code === 33 || code === 63) next = ends.declaration(at);
    else writer.put(60);
    at = writer.text(next, true);
  }
  return writer.result();
}

function startTag(html: ByteString, at: number, writer: TextWriter, ends: EndTags, oneLine: boolean): number {
  const end = nameEnd(html, at + 1);
  const name = tagName(html, at + 1, end);
  if (oneLine && isLiteral(html, name)) {
    writer.put(60);
    return at + 1;
  }
  const next = ends.tag(end);
  if (name === 'br') writer.lineBreak();
  else if (name === 'p') writer.block(2);
  else if (name === 'td' || name === 'th') writer.cell();
  else if (hidden.has(name)) return html.charCodeAt(next - 2) === 47 ? next : ends.element(name, next);
  else if (blocks.has(name)) {
    writer.block(1);
    if (name === 'tr') writer.row();
    else if (name === 'pre' || name === 'listing' || name === 'xmp') writer.preformatted(1);
  }
  return next;
}

function endTag(html: ByteString, at: number, writer: TextWriter, ends: EndTags): number {
  const end = nameEnd(html, at + 2);
  const name = tagName(html, at + 2, end);
  if (name === 'p') writer.block(2);
  else if (name === 'br') writer.lineBreak();
  else if (blocks.has(name)) {
    writer.block(1);
    if (name === 'pre' || name === 'listing' || name === 'xmp') writer.preformatted(-1);
  }
  return ends.tag(end);
}

/** Finds where tags and elements end, and looks only once for an end that does not come. */
class EndTags {
  readonly #html: ByteString;
  readonly #gone = new Set<string>();

  constructor(html: ByteString) {
    this.#html = html;
  }

  /** Past the `>` of the tag whose attributes begin at `from`; quoted values may hold one. */
  tag(from: number): number {
    const html = this.#html;
    for (let pos = from; pos < html.length; pos++) {
      const code = html.charCodeAt(pos);
      if (code === 62) return pos + 1;
      if ((code === 34 || code === 39) && followsEquals(html, pos)) {
        const close = this.#find(code === 34 ? '"' : "'", pos + 1);
        if (close >= 0) pos = close;
      }
    }
    return html.length;
  }

  /** Past the end tag of a hidden element. Where it has none, what follows is shown, but for scripts and styles. */
  element(name: string, from: number): number {
    if (this.#gone.has(name)) return raw.has(name) ? this.#html.length : from;
    for (let at = this.#find('</', from); at >= 0; at = this.#find('</', at + 2)) {
      const end = at + 2 + name.length;
      if (this.#html.slice(at + 2, end).toLowerCase() === name && nameEnd(this.#html, end) === end) return this.tag(end);
    }
    this.#gone.add(name);
    return raw.has(name) ? this.#html.length : from;
  }

  /** Past the comment or declaration at `at`. The marks of a CDATA section are taken out, and what it holds is shown. */
  declaration(at: number): number {
    const html = this.#html;
    if (html.startsWith('<![CDATA[', at)) return at + 9;
    const comment = html.startsWith('<!--', at);
    const empty = comment && (html.startsWith('>', at + 4) || html.startsWith('->', at + 4));
    const mark = comment && !empty ? '-->' : '>';
    const end = this.#find(mark, at + 2);
    return end < 0 ? html.length : end + mark.length;
  }

  #find(mark: string, from: number): number {
    if (this.#gone.has(mark)) return -1;
    const at = this.#html.indexOf(mark, from);
    if (at < 0) this.#gone.add(mark);
    return at;
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

const longestName = 16;

/** A tag's name in lower case; a name longer than any of HTML's is none of HTML's. */
function tagName(html: ByteString, start: number, end: number): string {
  return end - start > longestName ? '' : html.slice(start, end).toLowerCase();
}
