import { Reject } from '../../lib/errors/index.ts';
import type { Piece } from '../../lib/filter/index.ts';
import type { JsonObject } from '../../lib/json/index.ts';
import { Line, LineSplitter } from '../../lib/ndjson/index.ts';

/**
 * The lines of a body as records. Where the first line begins as a JSON object does, each line is a record, passed on as the bytes it is, or a reject;
 * else each line is text, and its record `{"url","line","text"}`. Blank lines are counted, but are no records.
 */
export async function* lineRecords(from: Line, url: string, body: AsyncIterable<Buffer>, maxLine: number): AsyncGenerator<Piece> {
  const splitter = new LineSplitter(from.source, maxLine);
  let isText: boolean | undefined;
  const piece = (line: Line): Piece => {
    const record = line.defect ?? recordOf(line);
    isText ??= !line.looksLikeObject();
    if (isText && !line.defect) return Line.of({ url, line: line.number, text: line.text() }, from);
    if (!(record instanceof Reject)) return line;
    return new Reject(record.code, record.message, { subject: `${url}:${line.number}`, text: line.text() });
  };
  for await (const block of body) {
    splitter.feed(block);
    for (let line = splitter.next(); line; line = splitter.next()) yield piece(line);
  }
  const last = splitter.finish();
  if (last) yield piece(last);
}

function recordOf(line: Line): JsonObject | Reject {
  try {
    return line.record;
  } catch (error) {
    if (error instanceof Reject) return error;
    throw error;
  }
}
