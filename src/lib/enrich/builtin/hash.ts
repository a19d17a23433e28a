import { createHash } from 'node:crypto';
import { fingerprintOf, shinglesOf } from '../../dedupe/index.ts';
import type { EnrichmentOptions } from '../protocol.ts';
import type { BuiltinFunction } from './builtin.ts';
import { mainTextReader } from './options.ts';

/** Gives the SHA-256 of a text, for joins, and its SimHash of 64 bits, the one by which `dedupe --near` compares. Null without a text. */
export async function makeHash(options: EnrichmentOptions): Promise<BuiltinFunction> {
  const textOf = mainTextReader(options);
  return (record) => {
    const text = textOf(record);
    if (text === '') return null;
    const [low, high] = fingerprintOf(shinglesOf(text));
    const word = (bits: number) => bits.toString(16).padStart(8, '0');
    return { sha256: createHash('sha256').update(text).digest('hex'), simhash: word(high!) + word(low!) };
  };
}
