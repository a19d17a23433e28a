import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { parseFilter } from '../../../src/commands/parse/filter.ts';
import { inThreads } from '../../../src/lib/cli/threads.ts';
import { type Filter, Stage } from '../../../src/lib/filter/index.ts';
import { Line } from '../../../src/lib/ndjson/index.ts';

const DOCUMENTS = 50;

/** A feed with two items, or for every seventh a page that is none. */
function documentOf(n: number): Line {
  const items = [`${n}-a`, `${n}-b`].map((id) => `<item><guid>${id}</guid></item>`).join('');
  const text = n % 7 === 3 ? '<html>no</html>' : `<rss><channel>${items}</channel></rss>`;
  return new Line('stdin', n, Buffer.from(text), 0, text.length);
}

function outcomeOf(n: number): string[] {
  return n % 7 === 3 ? [`${n} NOT_A_FEED`] : [`${n}-a`, `${n}-b`];
}

test('inThreads has documents read by other threads too, and gives in order what one would give', async (t) => {
  const own = parseFilter({ summary: undefined, base: undefined, extensions: 'known' });
  let here = 0;
  const counted: Filter = {
    ...own,
    document: {
      ...own.document!,
      read(line) {
        here++;
        return own.document!.read(line);
      },
    },
  };
  const filter = inThreads({ name: 'parse', args: [] }, 3, counted, 0);
  t.after(() => filter.close?.());
  const outcomes: string[] = [];
  const stage = new Stage(filter, {
    deliver: (line) => void outcomes.push(String(line.record.id)),
    reject: (line, { code }) => void outcomes.push(`${line.number} ${code}`),
    fail: assert.ifError,
  });
  let given = 0;
  // The threads take their time to start; until then all work is done here.
  while (given - here < DOCUMENTS) {
    await stage.acceptDocument(documentOf(given++));
    await turn();
  }
  await stage.end();
  assert.ok(here > 0);
  assert.deepEqual(outcomes, Array.from({ length: given }, (_, n) => outcomeOf(n)).flat());
});
