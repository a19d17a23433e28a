/**
 * Texts of which every match of a regular expression holds at least one, in any letter case, or nothing where there are none to be
 * had: of the sets that the parts of the expression give, the one whose shortest text is longest.
 */
export function requiredLiterals(source: string, flags: string): string[] | undefined {
  // The brackets of `v` nest and subtract; whoever writes them pays with a search of every text.
  if (flags.includes('v')) return undefined;
  const found = new Reader(source).alternatives();
  return found && shortest(found) > 0 && found.length <= 64 ? found : undefined;
}

function shortest(set: readonly string[]): number {
  return set.reduce((least, { length }) => Math.min(least, length), Number.POSITIVE_INFINITY);
}

const controls: Record<string, string> = { t: '\t', n: '\n', r: '\r', v: '\v', f: '\f', 0: '\0' };

/** Reads an expression from left to right. What it need not understand is passed over, and ends the literal before it. */
class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** `a|b`: each alternative has to give a set. */
  alternatives(): string[] | undefined {
    let all: string[] | undefined = [];
    for (;;) {
      const set = this.#sequence();
      all = set && all ? [...all, ...set] : undefined;
      if (this.#source[this.#at] !== '|') return all;
      this.#at++;
    }
  }

  #sequence(): string[] | undefined {
    let best: string[] | undefined;
    let run = '';
    const offer = (set: string[] | undefined) => {
      if (set && (!best || shortest(set) > shortest(best))) best = set;
    };
    const endRun = () => {
      if (run !== '') offer([run]);
      run = '';
    };
    while (this.#at < this.#source.length && this.#source[this.#at] !== '|' && this.#source[this.#at] !== ')') {
      const atom = this.#atom();
      const least = this.#quantifier();
      if (atom === 'nothing') continue;
      if (typeof atom === 'string') {
        // `ab?c`: the b may be missing; `ab+c`: after it another b may come.
        if (least === undefined || least > 0) run += atom;
        if (least !== undefined) {
          endRun();
          if (least > 0) run = atom;
        }
        if (least === 0) run = '';
        continue;
      }
      endRun();
      if (least === undefined || least > 0) offer(atom.set);
    }
    endRun();
    return best;
  }

  /** One character, `nothing` for what has no width, or else the set it gives. */
  #atom(): string | { set: string[] | undefined } {
    const character = this.#take();
    if (character === '^' || character === '$') return 'nothing';
    if (character === '.') return { set: undefined };
    if (character === '[') return this.#characterClass();
    if (character === '(') return this.#group();
    if (character === '\\') return this.#escape();
    return character;
  }

  #characterClass(): { set: undefined } {
    for (let character = this.#take(); character !== ']' && character !== ''; character = this.#take()) {
      if (character === '\\') this.#take();
    }
    return { set: undefined };
  }

  #group(): { set: string[] | undefined } {
    const [head = ''] = /^\?(?:[:=!]|<[=!]|<[^>]*>|[a-z-]*:)/.exec(this.#source.slice(this.#at, this.#at + 200)) ?? [];
    this.#at += head.length;
    const set = this.alternatives();
    this.#take();
    // What must not be there, or stands outside of the match, is no part of it.
    return { set: /^\?<?[=!]/.test(head) ? undefined : set };
  }

  #escape(): string | { set: undefined } {
    const character = this.#take();
    if (character === 'b' || character === 'B') return 'nothing';
    if (character in controls && !/\d/.test(this.#source[this.#at] ?? '')) return controls[character]!;
    const code = /^(?:x([0-9a-f]{2})|u([0-9a-f]{4})|u\{([0-9a-f]+)\})/i.exec(
      character + this.#source.slice(this.#at, this.#at + 10),
    );
    if (code) {
      this.#at += code[0].length - 1;
      return String.fromCodePoint(Math.min(Number.parseInt(code[1] ?? code[2] ?? code[3]!, 16), 0x10ffff));
    }
    const [long = ''] = /^(?:[pP]\{[^}]*\}|k<[^>]*>|c[a-z]|[1-9]\d*)/i.exec(character + this.#source.slice(this.#at)) ?? [];
    if (long !== '') this.#at += long.length - 1;
    return long !== '' || /\w/.test(character) ? { set: undefined } : character;
  }

  /** How often at least the atom before has to be there, or nothing where it is there once. */
  #quantifier(): number | undefined {
    const [text = '', least] = /^(?:[*?+]|\{(\d+)(?:,\d*)?\})/.exec(this.#source.slice(this.#at, this.#at + 40)) ?? [];
    if (text === '') return undefined;
    this.#at += text.length;
    if (this.#source[this.#at] === '?') this.#at++;
    return text === '+' ? 1 : least === undefined ? 0 : Number(least);
  }

  #take(): string {
    const code = this.#source.codePointAt(this.#at);
    if (code === undefined) return '';
    const character = String.fromCodePoint(code);
    this.#at += character.length;
    return character;
  }
}
