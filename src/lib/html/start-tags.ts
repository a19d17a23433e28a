/** A start tag of a page. */
export interface StartTag {
  /** In lower case. */
  name: string;
  /** Values by name in lower case; of two attributes with one name the first counts. References in values are as written. */
  attributes: Map<string, string>;
}

/** What is within these elements is text, whatever it looks like. */
const rawText = new Set(['script', 'style', 'title', 'textarea', 'xmp', 'iframe', 'noembed', 'noframes']);

const NAME = /[a-z][^\s/>]*/iy;
const ATTRIBUTE = /[\s/]*([^\s/>][^\s/>=]*)(\s*=\s*)?/y;
const UNQUOTED = /[^\s>]*/y;

/**
 * The start tags of an HTML page that have one of these names, outside comments and scripts. What is not closed reaches to the end of
 * the page, as in a browser, so nothing is looked at twice and time is linear in the length.
 */
export function* startTags(html: string, names: ReadonlySet<string>): Generator<StartTag> {
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at)) {
    at++;
    const next = html[at];
    if (next === '!' || next === '?' || next === '/') {
      at = pastDeclaration(html, at);
    } else {
      const name = match(NAME, html, at)?.[0].toLowerCase();
      if (name === undefined) continue;
      const tag = readTag(html, at + name.length, names.has(name));
      if (tag.attributes) yield { name, attributes: tag.attributes };
      at = rawText.has(name) && tag.end >= 0 ? pastRawText(html, tag.end, name) : tag.end;
    }
    if (at < 0) return;
  }
}

/** Past a comment, a declaration or an end tag whose first character after `<` is at `at`; -1 where it has no end. */
function pastDeclaration(html: string, at: number): number {
  if (!html.startsWith('!--', at)) return past('>', html, at);
  if (html.startsWith('>', at + 3)) return at + 4;
  if (html.startsWith('->', at + 3)) return at + 5;
  return past('-->', html, at + 3);
}

function past(mark: string, html: string, from: number): number {
  const at = html.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
}

function pastRawText(html: string, from: number, name: string): number {
  const end = new RegExp(`</${name}(?=[\\s/>])`, 'gi');
  end.lastIndex = from;
  return end.test(html) ? end.lastIndex : -1;
}

/** Reads the attributes of a tag, which begin at `from`. `end` is past its `>`, -1 where there is none; then it is no tag. */
function readTag(html: string, from: number, wanted: boolean): { end: number; attributes?: Map<string, string> } {
  const attributes = new Map<string, string>();
  let at = from;
  for (;;) {
    const found = match(ATTRIBUTE, html, at);
    if (!found) break;
    at += found[0].length;
    if (found[2] === undefined) continue;
    const quote = html[at];
    const isQuoted = quote === '"' || quote === "'";
    const end = isQuoted ? html.indexOf(quote, at + 1) : at + (match(UNQUOTED, html, at)?.[0].length ?? 0);
    if (end < 0) return { end };
    if (wanted) keep(attributes, found[1], html.slice(isQuoted ? at + 1 : at, end));
    at = isQuoted ? end + 1 : end;
  }
  const end = past('>', html, at);
  return end >= 0 && wanted ? { end, attributes } : { end };
}

function keep(attributes: Map<string, string>, name: string | undefined, value: string): void {
  const key = name?.toLowerCase();
  if (key !== undefined && !attributes.has(key)) attributes.set(key, value);
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
