import { HashTable, KeyMaker, type Keys } from '../../lib/dedupe/index.ts';
import { Halt, status } from '../../lib/errors/index.ts';
import { openSources } from '../../lib/io/index.ts';
import { type Line, LineSplitter } from '../../lib/ndjson/index.ts';

/** What is excluded by `--exclude`: keys of records, and values that stand for the last field alone. */
export interface Excluded {
  keys: HashTable;
  bare: HashTable;
}

/**
 * Reads the files of `--exclude`, gzipped or not: records, whose keys are excluded, and lines that are none, which are values of the
 * last field of the key, bare (`abc`, `17`) or as JSON (`"abc"`).
 * @throws Halt 4
 */
export async function readExcluded(files: readonly string[], keys: Keys, stop: AbortSignal): Promise<Excluded> {
  const excluded: Excluded = { keys: new HashTable(), bare: new HashTable() };
  for (const source of openSources(files, false)) {
    const splitter = new LineSplitter(source.name, Number.POSITIVE_INFINITY);
    const take = (line: Line) => exclude(line, keys, excluded);
    for await (const block of source.blocks(stop)) {
      splitter.feed(block);
      for (let line = splitter.next(); line; line = splitter.next()) take(line);
    }
    const last = splitter.finish();
    if (last) take(last);
  }
  return excluded;
}

function exclude(line: Line, keys: Keys, excluded: Excluded): void {
  const bytes = line.bytes();
  if (keys instanceof KeyMaker && !line.looksLikeObject()) {
    const text = line.text().trim();
    for (const value of [JSON.stringify(text), ...(isScalar(text) ? [text] : [])]) {
      const hash = keys.bare(Buffer.from(value));
      if (hash) excluded.bare.add(hash);
    }
    return;
  }
  const result = keys.make(bytes, 0, bytes.length);
  if (result === 'invalid') throw new Halt(status.failed, `${line.source}:${line.number}: is not a JSON object`);
  if (result === 'key') excluded.keys.add(keys.hash);
}

function isScalar(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value !== 'object';
  } catch {
    return false;
  }
}
