import { type Field, parseQualifiedFields, type QualifiedField } from '../json/index.ts';
import { type Normalization, normalizations } from './normalize.ts';

/** One field of a key. */
export interface KeyField extends Field {
  readonly normalize: Normalization;
  /** Whether a record without it still has a key. */
  readonly optional: boolean;
}

/**
 * The fields of a key: a qualifier says how the value is normalised.
 * @param normalize for fields without a qualifier
 * @throws Error for a qualifier that is no normalization
 */
export function keyFieldsOf(fields: readonly QualifiedField[], normalize: Normalization): KeyField[] {
  return fields.map(({ qualifier = normalize, ...field }) => {
    if (!isNormalization(qualifier)) throw new Error(`'${qualifier}': after a colon comes one of ${normalizations.join(', ')}.`);
    return { ...field, normalize: qualifier };
  });
}

/** Reads fields of a key, such as `feed.url?,title:text`. @throws Error */
export function parseKeyFields(text: string, normalize: Normalization): KeyField[] {
  return keyFieldsOf(parseQualifiedFields(text), normalize);
}

function isNormalization(text: string): text is Normalization {
  return (normalizations as readonly string[]).includes(text);
}
