// What came of a run, for people.
import { join } from 'node:path';
import pico from 'picocolors';
import { records, rejectsOf } from './corpus.mjs';

const { bold, dim, green, cyan, yellow } = pico.createColors(process.stdout.isTTY === true && !process.env.NO_COLOR);
const barWidth = 32;

/** The summary of the last run in `folder`, which people see as `shown`. */
export function summary(folder, shown, run) {
  const corpus = records(join(folder, 'corpus.ndjson'));
  const rejected = rejectsOf(folder);
  const languages = tally(corpus.map((item) => [[item.enrichments?.lang?.language ?? 'und', 1]]));
  const keywords = tally(corpus.map(({ keywords = [] }) => keywords.map(({ phrase, score }) => [phrase, score])));
  const recurring = keywords.filter(({ items }) => items > 1);
  const sections = [
    ['Stages', 'records in and out', run.stages.map(stage)],
    ['Feeds', 'by what their servers said', answers(run, rejected)],
    ['Items', '', [`${bold(run.new_items)} new, ${bold(corpus.length)} in the corpus`]],
    ['Languages', 'items in each', chart(languages, green)],
    recurring.length >= 5
      ? ['Keywords', 'scores of those in more than one item, summed', chart(recurring, cyan)]
      : ['Keywords', 'scores, summed over the items', chart(keywords, cyan)],
    ['Rejects', 'what did not go through, and why', rejects(rejected)],
    ['Archive', 'is the episode in the bucket?', archive(folder)],
    ['Files', 'one JSON object a line', files(shown)],
  ];
  const paragraphs = sections
    .filter(([, , lines]) => lines.length > 0)
    .map(([title, about, lines]) => [`${bold(title)}  ${dim(about)}`.trimEnd(), ...lines.map((line) => `  ${line}`)].join('\n'));
  return `${paragraphs.join('\n\n')}\n`;
}

function stage({ command, records_in, records_out, rejected, duplicates }) {
  const counts = `${command.padEnd(10)} ${String(records_in).padStart(6)} → ${String(records_out).padStart(6)}`;
  const notes = [rejected > 0 && yellow(`${rejected} rejected`), duplicates > 0 && dim(`${duplicates} there already`)].filter(
    Boolean,
  );
  return [counts, ...notes].join('   ');
}

const meanings = {
  200: 'new or changed',
  304: 'not modified: nothing was sent',
  unchanged: 'sent again, the same as last time',
  'not-due': 'not yet time to ask',
};

function answers({ answers }, rejected) {
  const rows = Object.entries(answers).map(([answer, count]) => [count, answer, meanings[answer] ?? '']);
  for (const [code, { length }] of byCode(rejected.filter(({ error }) => error.command === 'fetch')))
    rows.push([length, code, 'rejected']);
  return rows.map(([count, answer, meaning]) => `${String(count).padStart(6)} ${answer}  ${dim(meaning)}`);
}

/** Names, the sum of their values over all items, and the number of those; the largest sum first. */
function tally(items) {
  const rows = new Map();
  for (const [name, value] of items.flat()) {
    const key = name.toLowerCase();
    const row = rows.get(key) ?? { name, sum: 0, items: 0 };
    rows.set(key, { name: row.name, sum: row.sum + value, items: row.items + 1 });
  }
  return [...rows.values()].sort((a, b) => b.sum - a.sum);
}

/** Bars come before names: those may be in scripts that are wide or run from right to left. */
function chart(rows, colour) {
  return rows.slice(0, 12).map(({ name, sum }) => {
    const bar = '█'.repeat(Math.max(1, Math.round((sum / rows[0].sum) * barWidth)));
    const figure = Number.isInteger(sum) ? String(sum) : sum.toFixed(1);
    return `${figure.padStart(6)} ${colour(bar.padEnd(barWidth))} ${printable(name)}`;
  });
}

/** The rejects of each code with what each was about, but not all where there are many. */
function rejects(rejected) {
  return [...byCode(rejected)].flatMap(([code, alike]) => {
    const rows = alike.slice(0, 5).map(({ error, record }) => {
      const what = record?.url ?? record?.id ?? `line ${error.line}`;
      return `${' '.repeat(7)}${error.command}: ${printable(what)}: ${dim(printable(error.message))}`;
    });
    const rest = alike.length - rows.length;
    return [
      `${String(alike.length).padStart(6)} ${yellow(code)}`,
      ...rows,
      ...(rest > 0 ? [`${' '.repeat(7)}and ${rest} more`] : []),
    ];
  });
}

function byCode(rejected) {
  const groups = new Map();
  for (const reject of rejected) groups.set(reject.error.code, [...(groups.get(reject.error.code) ?? []), reject]);
  return groups;
}

const states = { new: 'missing', changed: 'there, but of another size', same: 'there' };

function archive(folder) {
  return records(join(folder, 'archive.ndjson')).map(({ title, s3 }) => `${printable(title)}: ${bold(states[s3.state])}`);
}

function files(shown) {
  const rows = [
    ['corpus.ndjson', 'the items with their languages, counts and keywords'],
    ['responses.ndjson', 'what the servers of the feeds answered this time'],
    ['rejects/', 'what did not go through this time, a file a command'],
    ['state/', 'what fetch and dedupe remember until the next run'],
  ];
  return rows.map(([name, what]) => `${join(shown, name).padEnd(shown.length + 18)} ${dim(what)}`);
}

/** Feeds may hold escape sequences; a terminal must not see them. */
function printable(text) {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, '\u{fffd}');
}
