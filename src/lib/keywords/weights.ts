import { type Measure, measures } from './measures.ts';

/** A linear model: the logarithm of the odds that a candidate is a keyword. */
export interface LinearModel {
  bias: number;
  /** In the order of `measures`. */
  weights: Float64Array;
}

function model(bias: number, weights: Partial<Record<Measure, number>>): LinearModel {
  return { bias, weights: Float64Array.from(measures, (name) => weights[name] ?? 0) };
}

function adjusted({ bias, weights }: LinearModel, changes: Partial<Record<Measure, number>>): LinearModel {
  return { bias, weights: Float64Array.from(measures, (name, i) => changes[name] ?? weights[i] ?? 0) };
}

/**
 * Fitted by logistic regression to 150 English documents with keyphrases that people chose, half of them abstracts and half news;
 * each document counts by the square root of its candidates. `untagged` does without parts of speech; it serves other languages,
 * many of which write in one word what English writes in two, so that `one word` is set by hand, from -1.73, and `whole chunks`
 * from 1.28, since theirs have verbs in them.
 */
const fitted = {
  tagged: model(-4.45, {
    'one word': -1.74,
    'four words': -0.55,
    frequency: 0.719,
    'frequency of one word': -0.412,
    'frequency of its words': 0.91,
    'frequency of its words by length': 0.243,
    'whole chunks': 1.47,
    'first place': -0.883,
    'first place by length': -0.181,
    'first place in the body': -0.636,
    'first share of the body': 1.28,
    names: -0.661,
    'names by length': -0.435,
    'name of one word': 0.965,
    capitals: 0.346,
    'verb in front': -1.2,
    'verb inside': -0.928,
    short: 0.763,
    'length of words': 1.38,
    'after the': 0.263,
    'after a preposition': 0.327,
    'before of': -0.438,
    'before and': 0.796,
    'before a mark': 0.495,
    'largest whole': 0.531,
    wholes: -0.295,
    'most frequent part': 0.0834,
    'never alone': -0.668,
  }),
  untagged: model(-4.42, {
    'one word': -1,
    'four words': -0.785,
    frequency: 0.935,
    'frequency of one word': -0.149,
    'frequency of its words': 0.7,
    'frequency of its words by length': 0.204,
    'whole chunks': 0.8,
    'first place': -1.05,
    'first place by length': -0.189,
    'first place in the body': -0.656,
    'first share of the body': 1.5,
    capitals: 0.306,
    short: 1.2,
    'length of words': 1.25,
    'after the': 0.355,
    'after a preposition': 0.38,
    'before of': -0.0231,
    'before and': 0.963,
    'before a mark': 0.741,
    'largest whole': 1.18,
    wholes: -0.429,
    'most frequent part': 0.133,
    'never alone': -1.11,
  }),
};

export const models = {
  ...fitted,
  /**
   * For languages without spaces. What stands between two stop words is often a whole clause there, so that what else a phrase is
   * part of says nothing, and how often it occurs says more. By hand.
   */
  unspaced: adjusted(fitted.untagged, {
    wholes: 0,
    'largest whole': 0,
    'whole chunks': 0.3,
    frequency: 2,
    'one word': -1.73,
    'four words': -2,
  }),
};
