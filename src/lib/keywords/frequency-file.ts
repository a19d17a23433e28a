import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Halt, reasonOf, status } from '../errors/index.ts';
import type { DocumentFrequencies } from './frequencies.ts';

/**
 * Adds the counts of a file to a table. A line is `{"language":"en","documents":150}` or `{"language":"en","term":"network",
 * "documents":12}`; equal ones add up, so files that are concatenated are merged.
 * @throws Halt when the file cannot be read or is no such table
 */
export async function readFrequencies(path: string, table: DocumentFrequencies): Promise<void> {
  let number = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      if (line.trim() !== '') addLine(line, table);
    }
  } catch (error) {
    const where = error instanceof SyntaxError ? `${path}:${number}` : path;
    throw new Halt(status.failed, `${where}: cannot read the document frequencies: ${reasonOf(error)}`);
  }
}

function addLine(line: string, table: DocumentFrequencies): void {
  const { language, term, documents } = (JSON.parse(line) ?? {}) as Record<string, unknown>;
  const named = term === undefined || typeof term === 'string';
  if (typeof language !== 'string' || !named || !Number.isSafeInteger(documents) || Number(documents) < 0) {
    throw new SyntaxError('not {"language","term","documents"}');
  }
  table.add(language, Number(documents), term);
}

/**
 * Writes a table to a file, which is there whole or not at all.
 * @throws Halt when it cannot be written
 */
export async function writeFrequencies(path: string, table: DocumentFrequencies): Promise<void> {
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    if (await isSpecial(path)) {
      await pipeline(Readable.from(blocks(table)), createWriteStream(path));
      return;
    }
    await pipeline(Readable.from(blocks(table)), createWriteStream(unfinished));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw new Halt(status.failed, `${path}: cannot write the document frequencies: ${reasonOf(error)}`);
  }
}

/** Whether something stands at a path that must not be replaced by a file: a device, a FIFO. */
async function isSpecial(path: string): Promise<boolean> {
  try {
    return !(await stat(path)).isFile();
  } catch {
    return false;
  }
}

function* blocks(table: DocumentFrequencies): Generator<string> {
  let block = '';
  for (const entry of table.entries()) {
    block += `${JSON.stringify(entry)}\n`;
    if (block.length < 1 << 16) continue;
    yield block;
    block = '';
  }
  yield block;
}
