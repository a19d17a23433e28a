import { EOS, HINTS, STATE_COLUMNS } from './english-layout.mjs';

/** The tokens of a text, by their index. */
export interface Tokens {
  readonly count: number;
  /** The part of speech as it is known so far. */
  readonly parts: Uint8Array;
  /** A hint stands for what is special about one word; 0 where there is none. */
  readonly hints: Uint8Array;
  /** Which parts of speech a token can have, a bit each. */
  readonly possible: Int32Array;
}

/** An automaton of wink's tagger: it finds sequences of parts of speech, and changes the part of speech of one token in each. */
export class TaggerAutomaton {
  /** By state and column: the next state; 0 is the start. */
  readonly #next: Uint8Array;
  /** By state: the state that counts when no longer sequence is found; 0 where there is none. */
  readonly #otherwise: Uint8Array;
  /** By final state: the part of speech to set, negative where it is set whether the token can have it or not. */
  readonly #target: Int8Array;
  /** By final state: how many tokens of the sequence stand before the one that changes. */
  readonly #before: Uint8Array;

  constructor({ next, otherwise, target, before }: Record<'next' | 'otherwise' | 'target' | 'before', string>) {
    this.#next = Buffer.from(next, 'latin1');
    this.#otherwise = Buffer.from(otherwise, 'latin1');
    this.#target = Int8Array.from(Buffer.from(target, 'latin1'));
    this.#before = Buffer.from(before, 'latin1');
  }

  /** Finds the sequences from left to right, the longest first, and changes `parts`. */
  run(tokens: Tokens): void {
    const { count, parts, hints } = tokens;
    const next = this.#next;
    for (let start = 0; start <= count; start++) {
      let state = 0;
      let shorter = 0;
      let shorterEnd = start;
      for (let at = start; at <= count; at++) {
        const hint = hints[at]!;
        const column = at === count ? EOS : hint > 0 ? HINTS + hint : parts[at]!;
        state = next[state * STATE_COLUMNS + column]!;
        if (this.#target[state] !== 0) {
          this.#change(tokens, start, state);
          start = at;
          break;
        }
        if (state === 0) {
          if (shorter > 0) {
            this.#change(tokens, start, shorter);
            start = shorterEnd;
          }
          break;
        }
        if (this.#otherwise[state]! > 0) {
          shorter = this.#otherwise[state]!;
          shorterEnd = at;
        }
      }
    }
  }

  #change({ parts, possible }: Tokens, start: number, state: number): void {
    const target = this.#target[state]!;
    const token = start + this.#before[state]!;
    if (target < 0) parts[token] = -target;
    else if ((possible[token]! >> target) & 1) parts[token] = target;
  }
}
