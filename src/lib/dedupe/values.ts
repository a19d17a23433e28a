/** What values are in keys: the same bytes for values that are equal as JSON (`1.0` and `1`, `\u0041` and `A`), whatever their spelling. */

const BACKSLASH = 0x5c;
const simpleEscapes: Record<number, number> = { 98: 8, 102: 12, 110: 10, 114: 13, 116: 9 };
/** How deep the order of names in an object is looked into; below, the text itself counts. */
const DEEPEST = 200;

/**
 * Undoes the escapes of the string `json[start, end)` (valid, without its quotes) into `to` as UTF-8, in which a lone surrogate stands
 * for itself (WTF-8), so that two of them differ. Stops where `to` is full; gives the number of bytes.
 */
export function unescapeTo(to: Buffer, json: Uint8Array, start: number, end: number): number {
  let length = 0;
  for (let at = start; at < end && length < to.length; ) {
    const byte = json[at++];
    if (byte !== BACKSLASH) {
      to[length++] = byte;
      continue;
    }
    const kind = json[at++];
    if (kind !== 0x75) {
      to[length++] = simpleEscapes[kind] ?? kind;
      continue;
    }
    let code = hexAt(json, at);
    at += 4;
    const isHigh = code >= 0xd800 && code < 0xdc00;
    if (isHigh && at + 5 < end && json[at] === BACKSLASH && json[at + 1] === 0x75) {
      const low = hexAt(json, at + 2);
      if (low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        at += 6;
      }
    }
    length = writeCodePoint(to, length, code);
  }
  return Math.min(length, to.length);
}

function hexAt(json: Uint8Array, at: number): number {
  let value = 0;
  for (let digit = at; digit < at + 4; digit++) {
    const byte = json[digit];
    value = value * 16 + (byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57);
  }
  return value;
}

/** UTF-8, RFC 3629, section 3; what lies past the end of `to` is lost. */
function writeCodePoint(to: Buffer, at: number, code: number): number {
  if (code < 0x80) {
    to[at] = code;
    return at + 1;
  }
  if (code < 0x800) {
    to[at] = 0xc0 | (code >> 6);
    to[at + 1] = 0x80 | (code & 0x3f);
    return at + 2;
  }
  if (code < 0x10000) {
    to[at] = 0xe0 | (code >> 12);
    to[at + 1] = 0x80 | ((code >> 6) & 0x3f);
    to[at + 2] = 0x80 | (code & 0x3f);
    return at + 3;
  }
  to[at] = 0xf0 | (code >> 18);
  to[at + 1] = 0x80 | ((code >> 12) & 0x3f);
  to[at + 2] = 0x80 | ((code >> 6) & 0x3f);
  to[at + 3] = 0x80 | (code & 0x3f);
  return at + 4;
}

/** A number's value, exactly, however large or long: `-12.50e1` is `-125e0`, `1200` is `12e2`, and every zero is `0`. */
export function canonicalNumber(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text);
  if (!match) throw new Error(`not a number: ${text}`);
  const [, sign, whole, fraction = '', exponent = '0'] = match;
  const significant = (whole + fraction).replace(/^0+/, '');
  const digits = withoutTrailingZeros(significant);
  if (digits === '') return '0';
  return `${sign}${digits}e${BigInt(exponent) - BigInt(fraction.length) + BigInt(significant.length - digits.length)}`;
}

function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}

/**
 * The text of a JSON value in one spelling: names of an object in order (of a repeated name the last value), numbers by value, no
 * white space, every string with the escapes of JSON.stringify.
 */
export function canonicalJson(json: string): string {
  return new Canonical(json).value(0);
}

class Canonical {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): string {
    this.#space();
    const start = this.#at;
    switch (this.#text[start]) {
      case '"':
        return this.#string();
      case '{':
        return depth < DEEPEST ? this.#object(depth) : this.#skip(start);
      case '[':
        return depth < DEEPEST ? this.#array(depth) : this.#skip(start);
      default: {
        const end = start + (/^[\w+.-]+/.exec(this.#text.slice(start, start + 4096))?.[0].length ?? 1);
        this.#at = end;
        const token = this.#text.slice(start, end);
        return /^[-\d]/.test(token) ? canonicalNumber(token) : token;
      }
    }
  }

  #object(depth: number): string {
    const members = new Map<string, string>();
    for (this.#at++; this.#next('}'); ) {
      const name = this.#string();
      this.#space();
      this.#at++;
      members.set(name, this.value(depth + 1));
    }
    const names = [...members.keys()].sort();
    return `{${names.map((name) => `${name}:${members.get(name)}`).join(',')}}`;
  }

  #array(depth: number): string {
    const values: string[] = [];
    for (this.#at++; this.#next(']'); ) values.push(this.value(depth + 1));
    return `[${values.join(',')}]`;
  }

  /** Whether another element comes; passes over the comma before it, or over the closing bracket. */
  #next(closing: string): boolean {
    this.#space();
    if (this.#text[this.#at] === ',') this.#at++;
    this.#space();
    if (this.#text[this.#at] !== closing) return true;
    this.#at++;
    return false;
  }

  #string(): string {
    const start = this.#at;
    this.#endOfString();
    return JSON.stringify(JSON.parse(this.#text.slice(start, this.#at)));
  }

  #endOfString(): void {
    for (this.#at++; this.#text[this.#at] !== '"'; this.#at++) if (this.#text[this.#at] === '\\') this.#at++;
    this.#at++;
  }

  #skip(start: number): string {
    let depth = 0;
    do {
      const character = this.#text[this.#at];
      if (character === '"') this.#endOfString();
      else {
        if (character === '{' || character === '[') depth++;
        else if (character === '}' || character === ']') depth--;
        this.#at++;
      }
    } while (depth > 0);
    return this.#text.slice(start, this.#at);
  }

  #space(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }
}
