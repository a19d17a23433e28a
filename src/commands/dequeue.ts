import { count, defineCommand, option, seconds } from '../lib/cli/index.ts';
import { aboutRedis, payloadLimit, queueOptions } from './queue/options.ts';

export const command = defineCommand({
  name: 'dequeue',
  summary: 'take records from a queue in Redis',
  about: [
    '`dequeue` writes the records of a queue to standard output, high priority first, and acknowledges each record once its ' +
      'line has been written. It ends when the queue is empty: nothing waits, and no other worker has a record under way. ' +
      'With `--follow` it waits for more until it is stopped. Several may run on one queue; each record goes to one of them.',
    'A payload in Redis that feedmill did not write, or that is damaged or too long, goes to the dead letters.',
  ],
  sections: {
    GUARANTEES: [
      'Each record is written at least once. If `dequeue` is killed between writing a record and acknowledging it, the next one ' +
        'writes that record again once the lease has run out. A `dequeue` that was frozen for longer than its lease does not write the records ' +
        'that another worker has by then, except those already in its buffer or in the pipe. When the reader goes away, or on a signal, `dequeue` gives ' +
        'back at once what it has not written.',
    ],
    REDIS: aboutRedis,
  },
  options: {
    ...queueOptions,
    count: option('-n, --count N', 'End after N records', count()),
    prefetch: option('--prefetch N', 'Records taken at a time', count(), 500),
    lease: option('--lease DURATION', 'Time before unacknowledged records go to another worker', seconds, 60, '60s'),
    maxTries: option('--max-tries N', 'Tries per record before it goes to the dead letters', count(), 5),
    ...payloadLimit,
  },
  // What it gives was made elsewhere, by a pipeline or on another machine.
  records: { reads: ['record'], writes: 'record', passes: false },
  rejects: ['BAD_PAYLOAD'],
  examples: [
    ['dequeue --queue items >> corpus.ndjson', 'append what is in the queue to a file'],
    ['dequeue --queue items --follow | keywords >> corpus.ndjson', 'process records as they come'],
  ],
  seeAlso: ['enqueue', 'work', 'queue'],
  async create(options, context) {
    const { dequeueFilter } = await import('./dequeue/filter.ts');
    return dequeueFilter(options, context);
  },
});
