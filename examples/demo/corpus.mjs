// Reads back what the demo has written.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The records of an NDJSON file; none where there is no file. */
export function records(path) {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

/** The rejects of all commands in the last run. */
export function rejectsOf(folder) {
  const files = readdirSync(join(folder, 'rejects')).sort();
  return files.flatMap((name) => records(join(folder, 'rejects', name)));
}
