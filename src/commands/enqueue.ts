import { count, defineCommand, field, oneOf, option, seconds } from '../lib/cli/index.ts';
import { aboutRedis, payloadOptions, queueOptions } from './queue/options.ts';

export const command = defineCommand({
  name: 'enqueue',
  summary: 'add records to a queue in Redis',
  about: [
    '`enqueue` adds each record it reads to a queue, for `work` and `dequeue` on this machine and others. Records are ' +
      'kept byte for byte. A line that is a bare URL, number or string is queued as it is, so the output of `seq`, a ' +
      'database cursor or a list of URLs can describe the work.',
    'A queue is three streams, `NAME:high`, `NAME:normal` and `NAME:low`, read in that order. With `--id-field`, a record ' +
      'whose id is in the queue already, waiting or under way, is not queued again; `--stats` counts these as `already_queued`.',
    'With `--max-backlog`, reading stops while the queue holds that many records, so an input of any length does not fill Redis.',
  ],
  sections: {
    GUARANTEES: [
      'Records are queued in input order. A batch that was sent twice because the connection broke is added once, however long the ' +
        'outage lasted. At exit status 0 Redis has every record. A Redis with `appendfsync everysec` may lose the last second or ' +
        'two when it is killed; use `appendfsync always` if that is not acceptable.',
      'When the run is stopped, records that were not queued are not begun. If Redis is full, the last line says how many records were queued.',
    ],
    REDIS: aboutRedis,
  },
  options: {
    ...queueOptions,
    idField: option(
      '--id-field FIELD',
      'Queue records with the same value of this field once while one of them is in the queue',
      field,
    ),
    priority: option('--priority LEVEL', 'Priority: high, normal or low', oneOf('high', 'normal', 'low'), 'normal'),
    delay: option('--delay DURATION', 'Time before a record may be taken, such as 10m', seconds, 0),
    maxBacklog: option('--max-backlog N', 'Stop reading while the queue holds N records', count()),
    ...payloadOptions,
  },
  records: { reads: ['record', 'url'], writes: 'record', passes: false },
  rejects: ['PAYLOAD_TOO_LARGE', 'MISSING_ID'],
  examples: [
    ['opml2feeds subs.opml | enqueue --queue feeds --id-field url', 'queue each feed once, however often this runs'],
    ['seq 1000000 | enqueue --queue jobs --max-backlog 10000', 'queue a million jobs without filling Redis'],
  ],
  seeAlso: ['work', 'dequeue', 'queue'],
  async create(options, context) {
    const { enqueueFilter } = await import('./enqueue/filter.ts');
    return enqueueFilter(options, context);
  },
});
