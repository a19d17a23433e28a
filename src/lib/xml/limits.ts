import { Reject } from '../errors/index.ts';

/** What a document may ask of us at most. */
export interface Limits {
  /** Elements open inside one another. */
  depth: number;
  /** Attributes of one element. */
  attributes: number;
  /** Bytes of one text. */
  text: number;
  /** Bytes that the document's own entities may expand to, all together. */
  entities: number;
}

export const defaultLimits: Limits = { depth: 1000, attributes: 1000, text: 64 * 1024 * 1024, entities: 1024 * 1024 };

/** The reject for a document that goes beyond a limit: `DEPTH_LIMIT`, `ATTRIBUTE_LIMIT`, `TEXT_LIMIT` or `ENTITY_LIMIT`. */
export function beyond(limit: 'DEPTH' | 'ATTRIBUTE' | 'TEXT' | 'ENTITY', message: string): Reject {
  return new Reject(`${limit}_LIMIT`, message);
}
