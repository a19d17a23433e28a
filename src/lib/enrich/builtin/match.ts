import { readFileSync } from 'node:fs';
import { reasonOf } from '../../errors/index.ts';
import { Matcher } from '../match/matcher.ts';
import { parseTerms } from '../match/terms.ts';
import type { EnrichmentOptions } from '../protocol.ts';
import type { BuiltinFunction } from './builtin.ts';
import { fieldsOf, textAt } from './options.ts';

/** Finds the keywords and patterns of a list in the fields of a record: by field, and there by where they stand first. @throws Error without a list of terms */
export async function makeMatch(options: EnrichmentOptions): Promise<BuiltinFunction> {
  const { terms: path } = options;
  if (path === undefined) throw new Error('has no list of terms: --terms FILE, or match?terms=FILE');
  const defaults = { whole: options.word === 'yes', exact: options.case === 'yes', prefix: options.prefix ?? '' };
  const matcher = new Matcher(read(path, (text) => parseTerms(text, defaults)));
  const fields = fieldsOf(options);
  return (record) =>
    fields.flatMap((field) => {
      const text = textAt(record, field);
      if (text === '') return [];
      return matcher.match(text).map(({ term, count, offsets }) => ({ term: term.name, field: field.name, count, offsets }));
    });
}

function read<T>(path: string, parse: (text: string) => T): T {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path}: ${reasonOf(error)}`);
  }
}
