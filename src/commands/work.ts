import { count, defineCommand, flag, option, seconds, text } from '../lib/cli/index.ts';
import { aboutRedis, payloadOptions, queueOptions } from './queue/options.ts';

export const command = defineCommand({
  name: 'work',
  summary: 'run a command over the records of a queue',
  about: [
    '`work` takes records from a queue and has COMMAND make of them what it would make of them in a pipe. A worker goes on until ' +
      'it is stopped; any number of them, on any number of machines, may work on one queue.',
    'A command of feedmill runs inside the worker. As soon as a record is done, all that came of it is added to the queue of `--to` ' +
      'and the record is taken from its own, in one step: both happen or neither. Any other command, such as `jq -c .title`, is ' +
      'started anew for each batch of up to `--batch` records, which it reads on standard input to its end. At exit status 0 all that it wrote ' +
      'goes on; at any other the batch is halved and tried again, until the record that it fails on is alone.',
    'Without `--to`, what comes out goes to standard output, and a record is acknowledged once that has been written.',
    'Rejected records, with the codes of COMMAND too, go to the dead letters, `NAME:dead`, with the error; `queue dump --dead` shows them, `queue requeue` puts ' +
      'them back. Records keep their priority from queue to queue.',
  ],
  sections: {
    'WHAT IS PROMISED': [
      'No record is lost: it is in its queue, or what came of it is in the next one (or written), or it is among the dead letters.',
      'With `--to`, nothing is doubled either: a worker that is killed, or whose connection breaks, at any moment leaves a record done or not ' +
        'done, and what it held is taken over by others once its lease has run out. A worker that was taken for dead and wakes up finds its ' +
        "record to be another's, and what it made of it is thrown away.",
      'Doubles come about only so: without `--to`, by a worker that is killed between writing and acknowledging; outside Redis, by whatever a command ' +
        'does beside its output (`fetch` asks a server again), since a record may be begun more than once; and by a Redis that forgets, see below.',
      'A record whose workers die is tried `--max-tries` times, then it goes to the dead letters. From the third death on it is ' +
        'worked on alone, so that a record which kills its worker does not take others with it.',
      'A Redis that is killed comes back with what it had written to its log. With `appendfsync everysec` that may lack the last ' +
        'second or two: steps in them are undone as a whole and done again. What a filter keeps in its own memory (`dedupe` without ' +
        '`--state`) does not go back with it.',
      'On SIGTERM a worker takes nothing more, finishes what is under way within 5 s, and gives the rest back at once.',
    ],
    'HOW MANY MACHINES': [
      'A million feeds an hour are 278 a second. On one machine of two cores, which also ran Redis, one worker passed 23,000 ' +
        'records of 300 bytes a second from queue to queue, two 33,000 and four 30,000 (`npm run bench:queue`). So for the ' +
        'queues, one Redis and one worker are enough many times over; further workers are for the work itself, and help as long as there are ' +
        'cores for them, or they wait for others: with a command that waits 0.1 s for a batch of 50 they passed 450, 910 and 1,750.',
      'The rest of this section reckons with means that you should put your own in place of.',
      'What counts is bytes. A feed body is 80 KB on average, 30 KB deflated; 278 a second are 8 MB a second into Redis and as much out of it. ' +
        'With one feed in five changed (the others answer 304), it is 1.7 MB. Redis holds what waits: at `--max-backlog 20000` and 30 KB that is ' +
        '600 MB, and 36 s of work for what comes after.',
      '`fetch` takes about 1 ms of CPU for a feed, and waits for the rest: 278 a second are a third of a core, and 278 times a mean answer of 1 s are ' +
        '278 requests under way: `-c 300` in one worker, or `-c 80` in four. `parse` takes 3 ms for 80 KB: 0.8 of a core if every ' +
        'feed has changed. `keywords` at 5,000 items a second and 20 new items for a changed feed: 56 feeds a second times 20 are 1,100 items, a ' +
        'quarter of a core. So two machines of two cores do it with room to spare: four workers of `fetch`, two of `parse`, one of each other.',
      'The shared state asks Redis once or twice a record and waits for it: on a network of 0.5 ms, at most 2,000 a second in one worker.',
    ],
    REDIS: aboutRedis,
  },
  operands: { usage: '-- COMMAND [ARGS...]', about: 'what to run: a command of feedmill, or any other' },
  options: {
    ...queueOptions,
    to: option('--to NAME', 'the queue that takes what comes out, instead of standard output', text),
    concurrency: option('-c, --concurrency N', 'records under way at once; for other commands, processes', count()),
    batch: option('--batch N', 'records for one run of a command that is not of feedmill', count(), 500),
    lease: option('--lease TIME', "how long a record stays a worker's own without word from it", seconds, 60, '60s'),
    maxTries: option('--max-tries N', 'how often a record is tried before it goes to the dead letters', count(), 5),
    maxBacklog: option('--max-backlog N', 'take nothing while the queue of --to holds N records', count()),
    untilEmpty: flag('--until-empty', 'end once nothing waits and nothing is under way, instead of waiting for more'),
    ...payloadOptions,
  },
  // What it gives was made elsewhere, by a pipeline or on another machine.
  records: { reads: ['record'], writes: 'record', passes: false },
  rejects: ['COMMAND_FAILED', 'PAYLOAD_TOO_LARGE', 'BAD_PAYLOAD', 'TRIED_TOO_OFTEN'],
  examples: [
    ['work --queue feeds --to responses -- fetch --state redis:', 'fetch what is queued, with what all workers remember'],
    ['work --queue responses --to items -- parse', 'read the items of what was fetched'],
    ['work --queue items -c 4 -- jq -c "{title, url}" >> titles.ndjson', 'run any filter, four at a time'],
  ],
  seeAlso: ['enqueue', 'dequeue', 'queue'],
  async create(options, context) {
    const { workFilter } = await import('./worker/filter.ts');
    return workFilter(options, context);
  },
});
