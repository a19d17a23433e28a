const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether a byte is white space to JSON. */
export function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function skipSpace(json: Buffer, at: number): number {
  while (isSpace(json[at])) at++;
  return at;
}

/** The position after the string that starts (with its quote) at `at`. */
function skipString(json: Buffer, at: number): number {
  for (let from = at + 1; ; ) {
    const quote = json.indexOf(QUOTE, from);
    if (quote < 0) return json.length;
    let slashes = 0;
    while (json[quote - 1 - slashes] === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return quote + 1;
    from = quote + 1;
  }
}

/** The position after the value that starts at `at`. */
function skipValue(json: Buffer, at: number): number {
  let depth = 0;
  for (; at < json.length; at++) {
    const byte = json[at];
    if (byte === QUOTE) {
      at = skipString(json, at) - 1;
      if (depth === 0) return at + 1;
    } else if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) {
      if (depth === 0) return at;
      if (--depth === 0) return at + 1;
    } else if (depth === 0 && (byte === 0x2c || isSpace(byte))) return at;
  }
  return at;
}

/** Where a member of an object stands in its text: `name` is decoded, the value is `json[valueStart, valueEnd)`. */
export interface Member {
  name: string;
  nameStart: number;
  valueStart: number;
  valueEnd: number;
}

/** The members of the object that `json` holds, in the order written, duplicates included. `json` is known to be valid JSON. */
export function* members(json: Buffer): Generator<Member> {
  let at = skipSpace(json, skipSpace(json, 0) + 1);
  while (json[at] === QUOTE) {
    const nameStart = at;
    const nameEnd = skipString(json, at);
    const valueStart = skipSpace(json, skipSpace(json, nameEnd) + 1);
    const valueEnd = skipValue(json, valueStart);
    yield { name: JSON.parse(json.toString('utf8', nameStart, nameEnd)), nameStart, valueStart, valueEnd };
    at = skipSpace(json, valueEnd);
    if (json[at] === 0x2c) at = skipSpace(json, at + 1);
  }
}
