import type { ItsHelpers, WinkMethods } from 'wink-nlp';
import { kind, kindAt } from './characters.ts';
import { gap, type Words } from './words.ts';

/** Parts of speech as far as noun phrases need them. */
export const tag = {
  other: 0,
  noun: 1,
  name: 2,
  adjective: 3,
  verb: 4,
  number: 5,
  adposition: 6,
  adverb: 7,
  determiner: 8,
} as const;

const tagOf: Record<string, number> = {
  NOUN: tag.noun,
  PROPN: tag.name,
  ADJ: tag.adjective,
  VERB: tag.verb,
  NUM: tag.number,
  ADP: tag.adposition,
  ADV: tag.adverb,
  DET: tag.determiner,
};

/** The tagger takes time that grows a little faster than its text: it gets so many words at once. */
const WORDS_AT_ONCE = 2000;
/** It keeps every word it ever met; after so many new ones it is made anew. */
const MOST_WORDS = 80_000;
const LONGEST_WORD = 40;

/** Tells the parts of speech of English words. Loaded by `loadTagger`. */
export class Tagger {
  readonly #make: () => WinkMethods;
  #wink: WinkMethods;
  readonly #its: ItsHelpers;
  #met = 0;
  /** By text: how many different words it and those before it had. */
  readonly #sizes = new WeakMap<Words, number>();

  constructor(make: () => WinkMethods) {
    this.#make = make;
    this.#wink = make();
    this.#its = this.#wink.its;
  }

  /** The tag of each word of a text, by its index. */
  tags(text: string, words: Words): Uint8Array {
    const tags = new Uint8Array(words.count);
    this.#makeRoom(words);
    for (let from = 0; from < words.count; from += WORDS_AT_ONCE)
      this.#tagPiece(text, words, from, Math.min(words.count, from + WORDS_AT_ONCE), tags);
    return tags;
  }

  #makeRoom(words: Words): void {
    const size = words.vocabularySize;
    const before = this.#sizes.get(words) ?? 0;
    this.#sizes.set(words, size);
    this.#met += size >= before ? size - before : size;
    if (this.#met <= MOST_WORDS) return;
    this.#wink = this.#make();
    this.#met = 0;
  }

  #tagPiece(text: string, words: Words, from: number, to: number, tags: Uint8Array): void {
    const fed: string[] = [];
    for (let i = from; i < to; i++) fed.push(plainWord(text, words.starts[i], words.ends[i]));
    let piece = fed[0];
    for (let i = from + 1; i < to; i++)
      piece += (words.gaps[i] === gap.sentence ? ' . ' : words.gaps[i] === gap.mark ? ' , ' : ' ') + fed[i - from];
    const tokens = this.#wink.readDoc(piece).tokens();
    const values = tokens.out(this.#its.value) as string[];
    const parts = tokens.out(this.#its.pos) as unknown as string[];
    let token = 0;
    for (let i = from; i < to; i++) {
      // One word may be several tokens, which together are as long as it; the last of them is its head.
      while (i > from && words.gaps[i] >= gap.mark && (values[token] === '.' || values[token] === ',')) token++;
      let rest = fed[i - from].length;
      while (rest > 0 && token < values.length) rest -= values[token++].length;
      tags[i] = tagOf[parts[token - 1]] ?? tag.other;
    }
  }
}

/** A word as one token: the last part of one with hyphens, what stands before or after an apostrophe, no dots of an acronym. */
function plainWord(text: string, start: number, end: number): string {
  let simple = end - start <= LONGEST_WORD;
  for (let i = start; simple && i < end; i++) simple = kindAt(text.charCodeAt(i)) >= kind.digit;
  if (simple) return text.slice(start, end);
  if (end - start > LONGEST_WORD) return 'thing';
  const word = text
    .slice(start, end)
    .replace(/[\u2019\u02bc]/g, "'")
    .replace(/[\u2010\u2011]/g, '-');
  if (/^[\d.,]+$/.test(word)) return word;
  if (/n't$/i.test(word)) return 'not';
  const head = word
    .slice(word.lastIndexOf('-') + 1)
    .replace(/^(\p{L}{3,})'.*$/u, '$1')
    .replace(/[^\p{L}\p{N}]/gu, '');
  return head || 'thing';
}

let loading: Promise<Tagger> | undefined;

/** Loads the tagger and its model (wink-nlp, 4 MB, a tenth of a second), once a process. */
export function loadTagger(): Promise<Tagger> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Tagger> {
  const [{ default: winkNLP }, { default: model }] = await Promise.all([import('wink-nlp'), import('wink-eng-lite-web-model')]);
  // Each call of the model's metaCER turns its last answer into JSON once more, which doubles it: it must not be called again.
  const meta = (model.metaCER as () => unknown)();
  const reusable = { ...model, metaCER: () => meta };
  return new Tagger(() => winkNLP(reusable, ['pos']));
}
