import { fitsScript, languageOfTag } from './language-tags.ts';
import { Letters } from './letters.ts';
import { amongNeighbours, tellsApart } from './neighbours.ts';
import { NgramModel } from './ngrams.ts';

const LETTER = /\p{L}/u;

/** A language (ISO 639-1 where it has such a code, `und` where the text does not tell) and how sure that is, 0 to 1. */
export interface Detection {
  language: string;
  confidence: number;
}

/**
 * Tells the language of a text. `hints` are language tags that somebody claims for it (`en-US`, the feed's own word); they settle
 * what the text leaves open, and lose against a text that is clear.
 */
export type DetectLanguage = (text: string, hints?: readonly string[]) => Detection;

const unknown: Detection = { language: 'und', confidence: 0 };

/** Below this a language is a guess, and the answer `und`. */
const SURE_ENOUGH = 0.5;

/** So many bytes of a text are looked at; what is further on is looked at only when they were not enough. */
const WINDOW_BYTES = 350;
const WINDOW_LETTERS = 350;
const WINDOWS = 3;

/** A text of at most so many letters is judged by its score alone. */
const SHORT = 12;
/** What a detection is worth in a text that is likely in a language that the model does not know. */
const UNRELIABLE = 0.4;
/** More foreign letters than this share of a text, and more than one, are not those of a name. */
const FOREIGN_SHARE = 0.01;

/** From so many letters on a text can contradict a hint: where it scores less than this share of what texts in that language do. */
const TELLING_LENGTH = 40;
const CONTRADICTED_SHARE = 0.6;

/** What a hint is worth, in units of evidence (see `certainty`): it is right nine times in ten. */
const HINT_EVIDENCE = 120;

/** Scripts that one language is written in and the model does not know. */
const languageOfScript: [RegExp, string][] = [
  [/\p{Script=Khmr}/u, 'km'],
  [/\p{Script=Mymr}/u, 'my'],
  [/\p{Script=Sinh}/u, 'si'],
  [/\p{Script=Tibt}/u, 'bo'],
  [/\p{Script=Thaa}/u, 'dv'],
];

/** The language of a text that begins in a script which one language alone is written in. */
function ownLanguage(text: string): string | undefined {
  let isLatin = true;
  for (let i = 0; isLatin && i < text.length; i++) isLatin = text.charCodeAt(i) < 0x370;
  return isLatin ? undefined : languageOfScript.find(([script]) => script.test(text))?.[1];
}

/** What the model takes a language for that it does not know; a hint says which of the two it is. */
const lookalikes: Record<string, string[]> = {
  af: ['nl'],
  ast: ['es', 'pt'],
  bs: ['sr', 'hr', 'sl'],
  fo: ['is', 'da', 'no'],
  fy: ['nl'],
  gl: ['pt', 'es'],
  id: ['ms'],
  jv: ['ms'],
  kk: ['ru', 'tt'],
  ky: ['ru'],
  lb: ['de', 'nl'],
  mk: ['bg', 'sr'],
  mn: ['ru'],
  ne: ['hi', 'mr'],
  oc: ['ca', 'es', 'fr'],
  su: ['ms'],
};

/**
 * How sure it is that the first language is right, 0 to 1: a logistic curve over the distance between the two best scores, summed
 * over the n-grams of the text. Fitted to articles, phrases and words of the Universal Declaration of Human Rights in the 60
 * languages of the model: what is given above 0.5 is right for 98% of articles and 96% of pairs of words.
 */
function certainty(evidence: number): number {
  return 1 / (1 + Math.exp((65 - evidence) / 45));
}

/** A model, the names of its languages, what their texts score on average, and their letters. */
interface LanguageModel {
  languages: readonly string[];
  averages: readonly number[];
  /** By language; undefined where its letters are not known. */
  letters: readonly (ReadonlySet<string> | undefined)[];
  ngrams: NgramModel;
}

/** What the n-grams of a text say. */
interface Evidence {
  readonly language: string;
  /** How far the language is ahead of the next one. */
  readonly lead: number;
  /** Less than 1 for a text that is likely in a language that the model does not know. */
  readonly known: number;
  /** How far a language is behind the first; infinite for one that the model does not know. */
  behind(language: string): number;
  /** Whether the text is not in a language that the model knows, by its score or its letters. */
  contradicts(language: string): boolean;
}

function readWindow({ languages, averages, letters, ngrams }: LanguageModel, text: string): Evidence | undefined {
  const { count, first, firstScore, secondScore } = ngrams.read(text);
  const average = averages[first];
  const own = letters[first];
  if (average === undefined) return undefined;
  const grams = Math.min(Buffer.byteLength(text), WINDOW_BYTES) / 3;
  const shareOf = (score: number, usual: number) => score / (score + 25) / usual;
  const isKnown =
    text.length <= SHORT
      ? firstScore > 45
      : count >= 3 && shareOf(firstScore, average) >= reliableShare(text.length) && !isForeign(text, own);
  return {
    language: languages[first] ?? 'und',
    lead: (firstScore - secondScore) * grams,
    known: isKnown ? 1 : UNRELIABLE,
    behind(language) {
      const sum = ngrams.sums[languages.indexOf(language)] ?? 0;
      return sum === 0 ? Number.POSITIVE_INFINITY : (firstScore - sum / count) * grams;
    },
    contradicts(language) {
      const at = languages.indexOf(language);
      if (at < 0 || text.length < TELLING_LENGTH) return false;
      return shareOf((ngrams.sums[at] ?? 0) / count, averages[at] ?? 1) < CONTRADICTED_SHARE || isForeign(text, letters[at]);
    },
  };
}

/** A text that scores less than this share of what texts of its language do is likely in another one. Short texts vary more. */
function reliableShare(length: number): number {
  return length < 40 ? 0.75 : length < 100 ? 0.8 : 0.87;
}

/** Whether a text has letters that its language does not have. A name or two may have such. */
function isForeign(text: string, own: ReadonlySet<string> | undefined): boolean {
  if (own === undefined) return false;
  const lower = text.toLowerCase();
  let foreign = 0;
  for (let i = 0; i < lower.length; i++) {
    if (lower.charCodeAt(i) <= 0x7f) continue;
    const letter = lower.charAt(i);
    if (!own.has(letter) && LETTER.test(letter)) foreign++;
  }
  return foreign > Math.max(1, text.length * FOREIGN_SHARE);
}

function weigh(evidence: Evidence, text: string, hints: readonly string[]): Detection {
  const { lead, known } = evidence;
  const neighbour = amongNeighbours(evidence.language, text);
  if (neighbour !== evidence.language) {
    return neighbour === 'mul' ? unknown : { language: neighbour, confidence: certainty(lead) * known };
  }
  const best = { language: evidence.language, confidence: certainty(lead) * known };
  for (const hint of hints) {
    if (hint === best.language) return { language: hint, confidence: certainty(lead + HINT_EVIDENCE) * known };
    if (lookalikes[hint]?.includes(best.language) && !tellsApart(best.language, hint)) {
      return { language: hint, confidence: best.confidence };
    }
    const behind = evidence.behind(hint);
    if (behind < HINT_EVIDENCE && known === 1)
      return { language: hint, confidence: Math.max(SURE_ENOUGH, certainty(HINT_EVIDENCE - behind)) };
  }
  return best;
}

function detect(model: LanguageModel, text: string, tags: readonly string[]): Detection {
  const letters = new Letters(text.slice(0, WINDOW_LETTERS * (WINDOWS + 3)));
  if (!letters.hasLetter()) return unknown;
  const own = ownLanguage(letters.slice(0, 40));
  if (own !== undefined) return { language: own, confidence: 1 };
  const hints = tags.map(languageOfTag).filter((tag) => tag !== undefined);
  let best = unknown;
  let contradicted = new Set<string>();
  for (let at = 0; at < WINDOWS * WINDOW_LETTERS; at += WINDOW_LETTERS) {
    const window = letters.slice(at, at + WINDOW_LETTERS);
    if (window === '') break;
    const evidence = readWindow(model, window);
    if (evidence === undefined) continue;
    const found = weigh(evidence, window, hints);
    if (at === 0) contradicted = new Set(hints.filter((hint) => evidence.contradicts(hint)));
    if (found.confidence > best.confidence) best = found;
    if (best.confidence > 0.9) break;
  }
  if (best.confidence >= SURE_ENOUGH) return { language: best.language, confidence: Math.round(best.confidence * 1000) / 1000 };
  const hint = hints.find(
    (language) => !contradicted.has(language) && fitsScript(language, letters.slice(0, Number.POSITIVE_INFINITY)),
  );
  return hint === undefined ? unknown : { language: hint, confidence: SURE_ENOUGH };
}

/** Loads the language model (2.6 MB), and gives the function that uses it. */
export async function languageDetector(): Promise<DetectLanguage> {
  const { languages, averages, letters, tables } = await import('./language-model.mjs');
  const ngrams = new NgramModel(languages.length, tables);
  const model = { languages, averages, letters: letters.map((own) => (own === null ? undefined : new Set(own))), ngrams };
  return (text, hints = []) => detect(model, text, hints);
}

/** Tells the language of one text. Whoever asks for many takes a `languageDetector` once. */
export async function detectLanguage(text: string, hints: readonly string[] = []): Promise<Detection> {
  return (await languageDetector())(text, hints);
}
