import { type ByteString, toBytes } from '../bytes/index.ts';

/** What an element of HTML means to a text. */
export const tagKind = {
  /** None of HTML's. */
  unknown: 0,
  /** Stands within a line. */
  inline: 1,
  lineBreak: 2,
  paragraph: 3,
  cell: 4,
  /** Stands on lines of its own. */
  block: 5,
  row: 6,
  preformatted: 7,
  /** Its content is shown by no browser. */
  hidden: 8,
  /** The same, and its content is no markup, so that it runs on to the end where its end tag is missing. */
  raw: 9,
} as const;

const names = {
  inline:
    'a abbr acronym area b base bdi bdo big blink button cite code col colgroup data del dfn em embed font i img input ins kbd label ' +
    'link map mark marquee meta nobr output param q rb rt ruby s samp select small source span strike strong sub sup time ' +
    'track tt u var wbr',
  lineBreak: 'br',
  paragraph: 'p',
  cell: 'td th',
  block:
    'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 ' +
    'h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option search section summary table tbody tfoot thead ul',
  row: 'tr',
  preformatted: 'listing pre xmp',
  hidden: 'audio canvas datalist head iframe meter noembed noframes noscript object progress rp svg template title video',
  raw: 'script style',
};

const kinds = new Map<string, number>();
/** By names of up to four letters as numbers: those of most tags, which are then found without a string. */
const shortKinds = new Map<number, number>();
for (const kind of Object.keys(names) as (keyof typeof names)[]) {
  for (const name of names[kind].split(' ')) {
    kinds.set(name, tagKind[kind]);
    if (name.length <= 4) shortKinds.set(lettersOf(toBytes(name), 0, name.length), tagKind[kind]);
  }
}

/** A longer name is none of HTML's. */
export const LONGEST_TAG_NAME = 16;

/** The kind of the tag whose name, in any case, stands in `html` from `start` to `end`. */
export function tagKindAt(html: ByteString, start: number, end: number): number {
  const length = end - start;
  if (length <= 4) return shortKinds.get(lettersOf(html, start, end)) ?? tagKind.unknown;
  return (length <= LONGEST_TAG_NAME ? kinds.get(html.slice(start, end).toLowerCase()) : undefined) ?? tagKind.unknown;
}

/** Up to four letters, in any case, as a number. */
function lettersOf(html: ByteString, start: number, end: number): number {
  let letters = 0;
  for (let at = start; at < end; at++) letters = (letters << 8) | lowerCase(html.charCodeAt(at));
  return letters;
}

function lowerCase(code: number): number {
  return code >= 65 && code <= 90 ? code | 32 : code;
}
