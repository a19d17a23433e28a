import { count, defineCommand, option, seconds } from '../lib/cli/index.ts';
import { aboutRedis, queueOptions } from './queue/options.ts';

export const command = defineCommand({
  name: 'dequeue',
  summary: 'take records out of a queue in Redis',
  about: [
    '`dequeue` writes the records of a queue to standard output, those of high priority first, and acknowledges each once its ' +
      'line has been taken by the system. It ends when the queue is empty: nothing waits, and nothing is under way with others ' +
      'any more. With `--follow` it waits for more until it is stopped. Several may run on one queue; each record goes to one of them.',
  ],
  sections: {
    'WHAT IS PROMISED': [
      'Each record is written at least once. A `dequeue` that is killed between writing a record and acknowledging it leaves the ' +
        'record to the next one, which writes it again once the lease has run out. When the reader goes away, or a signal stops ' +
        'it, `dequeue` gives back what it has not written, at once.',
    ],
    REDIS: aboutRedis,
  },
  options: {
    ...queueOptions,
    count: option('-n, --count N', 'end after so many records', count()),
    prefetch: option('--prefetch N', 'records taken at a time', count(), 500),
    lease: option('--lease TIME', 'how long what it took stays its own without word from it', seconds, 60, '60s'),
    maxTries: option(
      '--max-tries N',
      'a record that was taken so often and never acknowledged goes to the dead letters',
      count(),
      5,
    ),
  },
  // What it gives was made elsewhere, by a pipeline or on another machine.
  records: { reads: ['record'], writes: 'record', passes: false },
  rejects: ['BAD_PAYLOAD'],
  examples: [
    ['dequeue --queue items >> corpus.ndjson', 'take what is there'],
    ['dequeue --queue items --follow | keywords >> corpus.ndjson', 'take whatever comes'],
  ],
  seeAlso: ['enqueue', 'work', 'queue'],
  async create(options, context) {
    const { dequeueFilter } = await import('./dequeue/filter.ts');
    return dequeueFilter(options, context);
  },
});
