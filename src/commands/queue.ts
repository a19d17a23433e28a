import { defineCommand, flag, oneOf, option, seconds } from '../lib/cli/index.ts';
import { aboutRedis, payloadLimit, queueOptions } from './queue/options.ts';

export const command = defineCommand({
  name: 'queue',
  summary: 'inspect and maintain a queue in Redis',
  about: [
    '`queue stats` writes how many records wait, are under way, delayed, to be tried again, and dead; the age of the oldest; how many per ' +
      'second were added and done over the last minute; counts since the queue began; and how long records waited and were worked on over the last five ' +
      'minutes (median and 99th percentile, to within a tenth).',
    '`queue requeue` puts the dead letters back into the queue with the priority they had. A letter whose id is in the queue already stays a ' +
      'letter, as does one without a record. The output counts both: `{"queue","requeued","kept"}`.',
    '`queue drain` removes all records that wait, delayed ones too, and writes them to standard output. With `--dead` it does so with the dead letters.',
    '`queue dump` writes what the queue holds, under way or not, and leaves it there; with `--dead`, the dead letters.',
    'A dead letter is written as `{"error":{"code":…,"message":…,…},"record":{…}}`, as in `--rejects`. A record with several errors also has ' +
      '`errors`, the list of them. If the record is not a JSON object, `line_text` stands in place of `record`.',
  ],
  sections: {
    'KEYS IN REDIS': [
      'The queue NAME consists of the streams `NAME:high`, `NAME:normal` and `NAME:low` with the consumer group `feedmill`; the sorted sets `NAME:delayed` ' +
        'and `NAME:retries`, by due time; the set `NAME:ids`; the stream `NAME:dead`; the hash `NAME:totals`; and hashes of counts `NAME:stats:*`, one per ' +
        'ten seconds, which expire after an hour. Acknowledged entries are removed, so `XLEN` is what the queue holds and `XPENDING` what is under way.',
      'The field `p` of an entry is the record after a byte that names its format: `j` JSON, `m` MessagePack, `J` and `M` the ' +
        'same compressed (raw deflate, RFC 1951). `i` is its id, `t` how often it failed.',
    ],
    REDIS: aboutRedis,
  },
  operands: { usage: 'stats|requeue|drain|dump', about: 'action' },
  options: {
    ...queueOptions,
    dead: flag('--dead', 'drain, dump: use the dead letters'),
    watch: flag('--watch', 'stats: repeat; on a terminal as a table'),
    interval: option('--interval DURATION', 'stats --watch: time between outputs', seconds, 2, '2s'),
    format: option('--format FORM', 'stats: output format, json or prometheus', oneOf('json', 'prometheus')),
    ...payloadLimit,
  },
  // What it gives was made elsewhere, by a pipeline or on another machine.
  records: { reads: ['record'], writes: 'record', passes: false },
  rejects: ['BAD_PAYLOAD'],
  examples: [
    ['queue stats --queue feeds --watch', 'watch a queue'],
    [
      'queue stats --queue feeds --format prometheus --atomic -o /var/lib/node_exporter/feeds.prom',
      'write metrics for the node exporter of Prometheus',
    ],
    ['queue dump --queue feeds --dead | jq -r .error.code | sort | uniq -c', 'count dead letters by error'],
    ['queue requeue --queue feeds', 'try all dead letters again'],
  ],
  seeAlso: ['enqueue', 'work', 'dequeue'],
  async create(options, context) {
    const { queueFilter } = await import('./queue/filter.ts');
    return queueFilter(options, context);
  },
});
