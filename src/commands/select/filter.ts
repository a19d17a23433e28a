import type { Filter } from '../../lib/filter/index.ts';
import { FieldScanner, type Json, membersOf } from '../../lib/json/index.ts';
import { type LineBatch, verdict } from '../../lib/ndjson/index.ts';
import type { Selection } from '../../lib/select/index.ts';

/** Makes the filter of `select`. @param limit how many records it passes at most */
export function selectFilter(selection: Selection, limit = Number.POSITIVE_INFINITY): Filter {
  let passed = 0;
  const judge = limit === Number.POSITIVE_INFINITY ? judgeOf(selection) : undefined;
  return {
    ...(judge && { judge }),
    get enough() {
      return passed >= limit;
    },
    process(line) {
      if (!selection.takes(line.record)) return undefined;
      passed++;
      return line;
    },
  };
}

/** Judges lines by the values of the fields alone, wherever those can be found in the bytes. */
function judgeOf(selection: Selection): (batch: LineBatch) => void {
  const { fields } = selection;
  const scanner = new FieldScanner(fields);
  const { starts, ends } = scanner;
  let bytes: Buffer;
  let isUnsure = false;
  const valuesOf = (index: number): readonly Json[] => {
    const start = starts[index]!;
    // A list on the way to the field has several values of that name, and the scanner finds none.
    if (start < 0) isUnsure ||= fields[index]!.path.length > 1;
    return start < 0 ? [] : membersOf(JSON.parse(bytes.toString('utf8', start, ends[index])));
  };
  return (batch) => {
    ({ bytes } = batch);
    for (let index = 0; index < batch.count; index++) {
      isUnsure = false;
      const isRecord = scanner.scan(bytes, batch.starts[index]!, batch.ends[index]!);
      const takes = isRecord && selection.takesValues(valuesOf);
      batch.verdicts[index] = !isRecord || isUnsure ? verdict.look : takes ? verdict.pass : verdict.drop;
    }
  };
}
