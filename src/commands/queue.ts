import { defineCommand, flag, oneOf, option, seconds } from '../lib/cli/index.ts';
import { aboutRedis, queueOptions } from './queue/options.ts';

export const command = defineCommand({
  name: 'queue',
  summary: 'look after a queue in Redis',
  about: [
    '`queue stats` writes how many records wait, are under way, are to come later and are dead, how old the oldest is, how many a ' +
      'second came and went over the last minute, and how long they waited and were worked on over the last five (medians, and what 99 of 100 stay below, ' +
      'to within a tenth).',
    '`queue requeue` puts the dead letters back into the queue, with the priority they had.',
    '`queue drain` takes out all that waits, delayed records included, and writes it to standard output: nothing is lost, whoever does not want it ' +
      'sends it to /dev/null. With `--dead` it does so with the dead letters.',
    '`queue dump` writes what the queue holds, under way or not, and leaves it there; with `--dead`, the dead letters.',
    'A dead letter is written as `{"error":{"code":…,"message":…,…},"record":{…}}`, as `--rejects` writes them; `line_text` stands in place of ' +
      '`record` for what is no JSON object.',
  ],
  sections: {
    'IN REDIS': [
      'The queue NAME is the streams `NAME:high`, `NAME:normal` and `NAME:low` with the consumer group `feedmill`; `NAME:delayed`, a ' +
        'sorted set by time; `NAME:ids`, a set; `NAME:dead`, a stream; and counts in `NAME:stats:*`, each for ten seconds and gone after an hour. ' +
        'Entries are removed when they are acknowledged, so `XLEN` is what the queue holds and `XPENDING` what is under way.',
      'The field `p` of an entry is the record after a byte that tells how it is written: `j` JSON, `m` MessagePack, `J` and `M` the ' +
        'same deflated (RFC 1951).',
    ],
    REDIS: aboutRedis,
  },
  operands: { usage: 'stats|requeue|drain|dump', about: 'what to do' },
  options: {
    ...queueOptions,
    dead: flag('--dead', 'drain and dump: the dead letters'),
    watch: flag('--watch', 'stats: again and again; on a terminal as a table'),
    interval: option('--interval TIME', 'from one time to the next, with --watch', seconds, 2, '2s'),
    format: option('--format FORM', 'stats: json or prometheus', oneOf('json', 'prometheus')),
  },
  // What it gives was made elsewhere, by a pipeline or on another machine.
  records: { reads: ['record'], writes: 'record', passes: false },
  rejects: ['BAD_PAYLOAD'],
  examples: [
    ['queue stats --queue feeds --watch', 'watch a queue'],
    ['queue stats --queue feeds --format prometheus -o /var/lib/node_exporter/feeds.prom', 'hand its figures to Prometheus'],
    ['queue dump --queue feeds --dead | jq -r .error.code | sort | uniq -c', 'count what went wrong'],
    ['queue requeue --queue feeds', 'try it all again'],
  ],
  seeAlso: ['enqueue', 'work', 'dequeue'],
  async create(options, context) {
    const { queueFilter } = await import('./queue/filter.ts');
    return queueFilter(options, context);
  },
});
