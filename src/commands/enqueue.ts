import { count, defineCommand, field, oneOf, option, seconds } from '../lib/cli/index.ts';
import { aboutRedis, payloadOptions, queueOptions } from './queue/options.ts';

export const command = defineCommand({
  name: 'enqueue',
  summary: 'put records into a queue in Redis',
  about: [
    '`enqueue` puts each record it reads into a queue, for `work` and `dequeue` on this machine and others to take. Records are ' +
      'kept as the bytes they came as. Lines that are a bare URL, number or string are queued as they are, so that `seq`, a ' +
      'database cursor or a list of URLs describes what is to be done.',
    'A queue is three streams, `NAME:high`, `NAME:normal` and `NAME:low`, read in that order. With `--id-field`, a record ' +
      'whose id waits in the queue, or is under way, is not queued again; `--stats` counts such ones as `already_queued`.',
    'With `--max-backlog`, reading stops while the queue holds so many records, so an input of any length never fills Redis.',
  ],
  sections: {
    'WHAT IS PROMISED': [
      'Records are queued in the order they come, and a step that was sent twice over a broken connection counts once. At status ' +
        '0 Redis has taken every record. A Redis with `appendfsync everysec` may forget the last second or two when it dies; run ' +
        'it with `appendfsync always` where that must not be.',
      'When the run is stopped, what was not queued is not begun.',
    ],
    REDIS: aboutRedis,
  },
  options: {
    ...queueOptions,
    idField: option('--id-field FIELD', 'queue a record only if no waiting record has the same value in this field', field),
    priority: option('--priority LEVEL', 'high, normal or low', oneOf('high', 'normal', 'low'), 'normal'),
    delay: option('--delay TIME', 'until a record may be taken, such as 10m', seconds, 0),
    maxBacklog: option('--max-backlog N', 'stop reading while the queue holds N records', count()),
    ...payloadOptions,
  },
  records: { reads: ['record', 'url'], writes: 'record', passes: false },
  rejects: ['PAYLOAD_TOO_LARGE', 'MISSING_ID'],
  examples: [
    ['opml2feeds subs.opml | enqueue --queue feeds --id-field url', 'have each feed fetched once, however often this runs'],
    ['seq 1000000 | enqueue --queue jobs --max-backlog 10000', 'describe a million jobs without filling Redis'],
  ],
  seeAlso: ['work', 'dequeue', 'queue'],
  async create(options, context) {
    const { enqueueFilter } = await import('./enqueue/filter.ts');
    return enqueueFilter(options, context);
  },
});
