import { count, defineCommand, field, flag, list, option, usage } from '../lib/cli/index.ts';
import { Halt, status } from '../lib/errors/index.ts';
import { parseField } from '../lib/json/index.ts';
import { dated, exists, parseCondition, Selection, timeAt } from '../lib/select/index.ts';

export const command = defineCommand({
  name: 'select',
  summary: 'keep the records that meet conditions',
  about: [
    '`select` passes the records that meet all conditions, as the bytes they came as, and drops the others. It is for the middle of a pipe: `enrich --with lang | feedmill select --where enrichments.lang.language=en | keywords`.',
    '`select` is a reserved word of bash, ksh and zsh. In those shells write `feedmill select`, or `\\select`. Inside `feedmill run` the bare name works.',
    'A record without the field meets no condition on it, not even `!=`. Of a list, one member has to meet the condition; a name after a list is looked up in each member (`keywords.phrase=linux`).',
  ],
  sections: {
    CONDITIONS: [
      'A condition is `FIELD OP VALUE`. OP is `=`, `!=`, `<`, `<=`, `>`, `>=`, `~` (contains) or `!~`. FIELDs are explained in feedmill(7).',
      'The value is compared by the type that the field has in the record: as a number with numbers, as text with strings, as `true` or `false` with booleans. A value in double quotes is a JSON string and compares with strings alone.',
      '`<` and its like compare dates with dates in any zone: `date_published>=2026-11-01`. A duration is a number of seconds beside a number (`attachments.duration_in_seconds>30m`), and that long ago beside a date (`date_published>7d`: within the last seven days).',
      '`title~election` finds the text as it stands; `title~/elections?/i` is a regular expression of JavaScript.',
    ],
  },
  options: {
    where: list('--where CONDITION', 'Keep records that meet this condition', usage(parseCondition)),
    exists: list('--exists FIELD', 'Keep records that have this field, other than null', field),
    since: option(
      '--since TIME',
      'Keep records dated at or after TIME: a date, or a duration such as 7d before now',
      usage(timeAt),
    ),
    until: option('--until TIME', 'Keep records dated before TIME', usage(timeAt)),
    at: option(
      '--at FIELD',
      'Field that holds the date for --since and --until',
      field,
      parseField('date_published'),
      'date_published',
    ),
    any: flag('--any', 'Keep records that meet one of the conditions, rather than all'),
    not: flag('--not', 'Keep the records that would be dropped, and drop those that would be kept'),
    limit: option('--limit N', 'Stop after N records', count()),
  },
  records: {
    reads: ['record'],
    writes: 'record',
    passes: true,
    needs: ({ where, exists, since, until, at, any }) => {
      const named = [...where.map(({ field }) => field), ...exists, ...(since === undefined && until === undefined ? [] : [at])];
      const hint = 'name a field that the records have';
      return any ? [{ anyOf: named, hint }] : named.map((field) => ({ anyOf: [field], hint }));
    },
  },
  rejects: [],
  examples: [
    [
      "feedmill select --where enrichments.lang.language=en --where 'enrichments.text-stats.words>=200' --since 7d items.ndjson",
      'keep long English items of the last week',
    ],
    ["feedmill select --any --where 'title~/elections?/i' --where tags=politics items.ndjson", 'keep items about elections'],
    ['feedmill select --not --exists content_text items.ndjson', 'keep items without a text'],
  ],
  seeAlso: ['dedupe', 'enrich'],
  async create({ where, exists: present, since: from, until, at, any, not, limit }) {
    const conditions = [
      ...where,
      ...present.map((field) => ({ field, test: exists })),
      ...(from === undefined ? [] : [{ field: at, test: dated(from) }]),
      ...(until === undefined ? [] : [{ field: at, test: dated(until, true) }]),
    ];
    if (conditions.length === 0 && limit === undefined)
      throw new Halt(status.usage, 'no condition: give --where, --exists, --since, --until or --limit');
    const { selectFilter } = await import('./select/filter.ts');
    return selectFilter(new Selection(conditions, { any, not }), limit);
  },
});
