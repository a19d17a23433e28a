import { ascii, assumeBytes, type ByteString } from '../bytes/index.ts';
import type { Entities } from './entities.ts';
import type { Scope } from './scope.ts';

/** A stretch of an element's content: text that is written out, or the inside of a CDATA section. */
export interface Segment {
  bytes: ByteString;
  cdata: boolean;
}

const XHTML = 'http://www.w3.org/1999/xhtml';

/** The content of an element. */
export class Captured {
  /** Whether it holds elements. */
  readonly markup: boolean;
  readonly #first: Segment | undefined;
  readonly #segments: readonly Segment[] | undefined;
  readonly #entities: Entities;
  readonly #scope: Scope;

  /** `segments` are given where there are several of them, or markup. */
  constructor(first: Segment | undefined, entities: Entities, scope: Scope, segments?: readonly Segment[], markup = false) {
    this.#first = first;
    this.#segments = segments;
    this.markup = markup;
    this.#entities = entities;
    this.#scope = scope;
  }

  /** The text that XML says it is: references replaced, tags taken out. */
  text(mode: 'value' | 'url' = 'value'): ByteString {
    if (this.#first === undefined) return ascii('');
    if (this.#segments === undefined)
      return this.#first.cdata ? this.#first.bytes : this.#entities.decode(this.#first.bytes, mode);
    let out = '';
    for (const { bytes, cdata } of this.#segments) {
      out += cdata ? bytes : this.#entities.decode(this.markup ? withoutTags(bytes) : bytes, mode);
    }
    return assumeBytes(out);
  }

  /**
   * The HTML that it holds: its text where it has no elements (HTML is escaped then), else its markup as written. With `escapeCdata`, what
   * stands in CDATA beside elements is text of an XHTML document and not markup.
   */
  html(escapeCdata = false): ByteString {
    if (!this.markup) return this.text();
    let out = '';
    for (const { bytes, cdata } of this.#segments ?? []) {
      if (!cdata) out += this.#entities.expandOwn(bytes);
      else out += escapeCdata ? bytes.replace(/&/g, '&amp;').replace(/</g, '&lt;') : bytes;
    }
    return asHtml(assumeBytes(out), this.#scope);
  }
}

/** Takes out whatever looks like a tag. */
function withoutTags(bytes: ByteString): ByteString {
  let out = '';
  let done = 0;
  for (let at = bytes.indexOf('<'); at >= 0; at = bytes.indexOf('<', done)) {
    out += bytes.slice(done, at);
    const end = bytes.indexOf('>', at);
    if (end < 0) return assumeBytes(out);
    done = end + 1;
  }
  return assumeBytes(out + bytes.slice(done));
}

/** Elements that have no end tag in HTML, so that `<br/>` may stay as it is. */
const voids = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

/** XML markup so that HTML reads the same: `<p/>` has its end tag, `<h:p>` with `h` bound to XHTML is `<p>`. */
function asHtml(markup: ByteString, scope: Scope): ByteString {
  const emptied = markup.includes('/>') ? markup.replace(/<([a-zA-Z][^\s<>/]{0,63})([^<>]*)\/>/g, closeEmpty) : markup;
  if (!emptied.includes(':')) return emptied;
  const within = new Set([...emptied.matchAll(DECLARED_XHTML)].map(([, prefix]) => prefix!));
  return emptied.replace(/<(\/?)([a-zA-Z][\w.-]{0,63}):(?=[a-zA-Z])/g, (whole, slash, prefix) => {
    const uri = within.has(prefix) ? XHTML : scope.binding(prefix);
    return uri === XHTML || (uri === undefined && prefix === 'xhtml') ? assumeBytes(`<${slash}`) : whole;
  });
}

/** A prefix that the markup itself binds to XHTML. */
const DECLARED_XHTML = /\sxmlns:([a-zA-Z][\w.-]{0,63})=["']http:\/\/www\.w3\.org\/1999\/xhtml["']/g;

function closeEmpty(whole: ByteString, name: ByteString, attributes: ByteString): ByteString {
  const colon = name.indexOf(':');
  return voids.has(name.slice(colon + 1).toLowerCase()) ? whole : assumeBytes(`<${name}${attributes}></${name}>`);
}
