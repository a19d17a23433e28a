/** Below this depth a value keeps its own spelling, so that no nesting can exhaust the stack. */
const DEEPEST = 200;

/**
 * The one spelling of a JSON number, with all its digits: `-12.50e1` is `-125e0`, `1200` is `12e2`, and every zero is `0`.
 * Keys that are stored are made of this spelling and of `canonicalJson`: they must not change.
 * @throws Error where the text is no number
 */
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
 * The one spelling of a JSON value: members sorted by name (of a repeated name the last value), numbers as `canonicalNumber` has
 * them, strings with the escapes of JSON.stringify, no white space.
 * @param json valid JSON
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

  /** Whether another element follows. Skips the comma before it, or the closing bracket. */
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
