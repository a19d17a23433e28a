/** The longest message, in characters and in bytes of UTF-8. */
const LONGEST_MESSAGE = 1024;
/** The longest text of a record in a message, in characters. */
const LONGEST_TEXT = 200;

/** How much of a text is looked at, in characters. */
const LOOKED_AT = 8 * LONGEST_MESSAGE;

/**
 * Text with the user and password of every URL in it taken out, also of what is no URL because its password has a slash, a question mark, a hash
 * or a space in it. Where it cannot be told from a port and a path, what looks like a password goes too.
 * @param isWhole whether the text is one URL, whatever is in it
 */
export function withoutCredentials(text: string, isWhole = false): string {
  if (!text.includes('@')) return text;
  let shown = '';
  let from = 0;
  for (let slashes = text.indexOf('//'); slashes >= 0; slashes = text.indexOf('//', from)) {
    const begin = slashes + 2;
    shown += text.slice(from, begin);
    from = begin + endOfCredentials(text.slice(begin), isWhole);
    if (isWhole) break;
  }
  return shown + text.slice(from);
}

/** Where user and password end in what follows the slashes of a URL; 0 where there are none. */
function endOfCredentials(rest: string, isWhole: boolean): number {
  const token = isWhole ? rest : (/^\S*/.exec(rest)?.[0] ?? '');
  const authority = /^[^/?#\s]*/.exec(rest)?.[0] ?? '';
  const colon = authority.indexOf(':');
  if (colon < 0) return authority.lastIndexOf('@') + 1;
  const at = token.lastIndexOf('@');
  // Without one, it may come behind a space; but what has a port has no password.
  if (at >= 0 || /^\d*$/.test(authority.slice(colon + 1))) return at + 1;
  const next = rest.indexOf('://');
  return rest.slice(0, next < 0 ? undefined : next).lastIndexOf('@') + 1;
}

/** A text of a record as a message shows it: without passwords, and of a bounded length. */
export function shownText(text: string): string {
  return ellipsis(withoutCredentials(text.slice(0, LOOKED_AT), true), LONGEST_TEXT);
}

/** A message as it is shown: without passwords, and of a bounded length. */
export function shownMessage(text: string): string {
  const shown = withoutCredentials(text.slice(0, LOOKED_AT));
  if (shown.length * 3 <= LONGEST_MESSAGE) return shown;
  const bytes = Buffer.from(shown);
  if (bytes.length <= LONGEST_MESSAGE) return shown;
  let end = LONGEST_MESSAGE - 3;
  // Not in the middle of a character: its further bytes are 10xxxxxx.
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return `${bytes.toString('utf8', 0, end)}…`;
}

function ellipsis(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = /[\ud800-\udbff]/.test(text[most - 2] ?? '') ? most - 2 : most - 1;
  return `${text.slice(0, end)}…`;
}
