import { FieldScanner, type JsonObject, parseField, parseFields, valueAt } from '../../lib/json/index.ts';
import type { Line } from '../../lib/ndjson/index.ts';

/** Which record of a group stays. */
export const keeps = ['first', 'last', 'longest', 'latest'] as const;
export type Keep = (typeof keeps)[number];

const dates = parseFields('date_modified,date_published');

/**
 * What records are ranked by: the one with the greater rank stays, of equals the later one for `last` and `latest`, else the first.
 * @param field whose text is measured for `longest`
 */
export function ranking(keep: Keep, field: string): (line: Line, bytes: Buffer) => number {
  if (keep === 'latest') return ({ record }) => Math.max(...dates.map((date) => timeOf(record, date)));
  if (keep !== 'longest') return () => 0;
  const scanner = new FieldScanner([parseField(field)]);
  return (_, bytes) => {
    if (!scanner.scan(bytes, 0, bytes.length)) return 0;
    const start = scanner.starts[0] as number;
    return start < 0 ? 0 : (scanner.ends[0] as number) - start;
  };
}

function timeOf(record: JsonObject, date: (typeof dates)[number]): number {
  const value = valueAt(record, date);
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
}
