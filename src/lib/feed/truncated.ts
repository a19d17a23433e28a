import { Reject } from '../errors/index.ts';

/** The reject for a document that is cut off. */
export function truncated(): Reject {
  return new Reject('TRUNCATED', 'the document ends in the middle; items up to there were read');
}
