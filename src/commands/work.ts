import { type CommandTable, count, defineCommand, flag, limit, option, seconds, text } from '../lib/cli/index.ts';
import { aboutRedis, payloadOptions, queueOptions } from './queue/options.ts';

/** The command `work`; `commands` are those that can run inside a worker. */
export function workCommand(commands: CommandTable) {
  return defineCommand({
    name: 'work',
    summary: 'run a command over the records of a queue',
    about: [
      '`work` takes records from a queue and runs COMMAND over them, as a pipe would. It runs until it is stopped. Any number of workers, on any ' +
        'number of machines, may work on one queue.',
      'A command of feedmill runs inside the worker. When a record is done, its results are added to the queue of `--to` and the record is removed ' +
        'from its own queue in one step: both happen or neither. Any other command, such as `jq -c .title`, is started for each batch of up ' +
        'to `--batch` records and 16 MiB, which it reads on standard input to the end. At exit status 0 its output is delivered. At another status the ' +
        'batch is halved and each half runs again, until the record that fails is alone.',
      'Without `--to`, results go to standard output, and a record is acknowledged once they have been written.',
      'A rejected record goes to the dead letters, `NAME:dead`, with its errors, alone: other records of its batch are not affected. `queue dump ' +
        '--dead` shows the dead letters, `queue requeue` puts them back. A result longer than `--max-payload` fails its record, and none of the results of ' +
        'that record are delivered. A record of which only a part was rejected (a feed that breaks off) goes to the dead letters after ' +
        'its good results were delivered; if it is requeued, those come again. Records keep their priority from queue to queue.',
    ],
    sections: {
      RETRIES: [
        'A record that fails for a reason that may pass is tried up to `--max-tries` times. Such reasons are the codes TIMEOUT, DNS, REFUSED, RESET, ' +
          'HTTP_429, HTTP_500, HTTP_502, HTTP_503 and HTTP_504; exit status 75 (EX_TEMPFAIL) of an outside command; and its end by SIGTERM, SIGKILL, ' +
          'SIGINT or SIGHUP. Other rejected records are not tried again.',
        'The delay before the next try is about `--retry-delay`, and doubles with each try, up to an hour. Records that failed together come again in smaller and ' +
          'smaller batches, on the last try alone. A record that has results already is not tried again.',
        'After `--breaker` such failures in a row the worker pauses for `--retry-delay`, then takes a single record. If that fails too, the next pause is twice as ' +
          'long, up to five minutes. So an outage costs few records their tries.',
      ],
      GUARANTEES: [
        'No record is lost. It is in its queue, or its results are in the next queue (or written), or it is among the dead letters.',
        'With `--to`, no result is duplicated in Redis. If a worker is killed, or loses its connection, each of its records is either done or not done; other ' +
          'workers take over those that are not done when the lease runs out. A worker that was frozen for longer than its lease finds that another worker has its ' +
          'records, and discards its own results.',
        'Duplicates are possible only when: a worker without `--to` is killed between writing and acknowledging, or frozen while it writes (it checks its ' +
          'leases before each write, so only what is in the pipe or in its buffer counts); a command has effects beside its output (`fetch` asks a ' +
          'server again), since a record may be begun more than once; or Redis loses data, see below.',
        'A record whose workers die is tried `--max-tries` times, then it goes to the dead letters. After the third death it is worked on alone, so that a record ' +
          'that kills its worker does not affect others. Outside commands are killed when their worker dies.',
        'A Redis that is killed restarts from its log. With `appendfsync everysec` the last second or two may be missing: those steps are undone as a whole and ' +
          'done again. The memory of a filter (`dedupe` without `--state`) is not undone with them.',
        'On SIGTERM a worker takes nothing more, finishes what is under way within 5 s, and gives the rest back at once.',
      ],
      'HOW MANY MACHINES': [
        'A million feeds per hour are 278 per second. On one machine of two cores, which also ran Redis, one worker passed 23,000 ' +
          'records of 300 bytes per second from queue to queue, two 33,000 and four 30,000 (`npm run bench:queue`). So one Redis and one worker are ' +
          'enough for the queues. More workers are for the work itself. They help if there are cores for them, or if they wait ' +
          'for others: with a command that waits 0.1 s for a batch of 50, they passed 450, 910 and 1,750 records per second.',
        'The rest of this section uses averages; replace them with your own.',
        'Bytes are what counts. A feed body is 80 KB on average, 30 KB compressed. 278 per second are 8 MB per second into Redis and as much out of it. ' +
          'If one feed in five has changed (the others answer 304), it is 1.7 MB. Redis holds what waits: at `--max-backlog 20000` and 30 KB that is ' +
          '600 MB, and 36 s of work for the next stage.',
        '`fetch` takes about 1 ms of CPU per feed and waits for the rest. 278 per second are a third of a core, and with a mean answer time of 1 s ' +
          '278 requests under way: `-c 300` in one worker, or `-c 80` in four. `parse` takes 3 ms for 80 KB: 0.8 of a core if every ' +
          'feed has changed. `keywords` does 5,000 items per second: 56 changed feeds per second with 20 new items each are 1,100 items, a ' +
          'quarter of a core. So two machines of two cores are enough: four workers of `fetch`, two of `parse`, one of each other.',
        'A shared state asks Redis once or twice per record and waits for the answer: on a network of 0.5 ms, at most 2,000 records per second in one worker.',
      ],
      REDIS: aboutRedis,
    },
    operands: { usage: '-- COMMAND [ARGS...]', about: 'command to run: one of feedmill, or any other' },
    options: {
      ...queueOptions,
      to: option('--to NAME', 'Add results to this queue instead of writing them to standard output', text),
      concurrency: option('-c, --concurrency N', 'Records under way at once; for outside commands, processes', count()),
      batch: option('--batch N', 'Maximum records per run of an outside command', count(), 500),
      timeout: option(
        '--timeout DURATION',
        'Kill a run of an outside command after this time (0: no limit)',
        limit,
        undefined,
        '0',
      ),
      lease: option('--lease DURATION', 'Time before unacknowledged records go to another worker', seconds, 60, '60s'),
      maxTries: option('--max-tries N', 'Tries per record before it goes to the dead letters', count(), 5),
      retryDelay: option(
        '--retry-delay DURATION',
        'Approximate delay before the second try; doubles each time',
        seconds,
        10,
        '10s',
      ),
      breaker: option('--breaker N', 'Pause after N failures in a row that may pass (0: never)', count(0), 10),
      maxBacklog: option('--max-backlog N', 'Take nothing while the queue of --to holds N records', count()),
      untilEmpty: flag(
        '--until-empty',
        'End when nothing waits, is under way or is to be tried again, instead of waiting for more',
      ),
      ...payloadOptions,
    },
    // What it gives was made elsewhere, by a pipeline or on another machine.
    records: { reads: ['record'], writes: 'record', passes: false },
    rejects: ['COMMAND_FAILED', 'TEMPORARY_FAILURE', 'TIMEOUT', 'PAYLOAD_TOO_LARGE', 'BAD_PAYLOAD', 'TRIED_TOO_OFTEN'],
    examples: [
      ['work --queue feeds --to responses -- fetch --state redis:', 'fetch what is queued, with a state that all workers share'],
      ['work --queue responses --to items -- parse', 'read the items of what was fetched'],
      ['work --queue items -c 4 -- jq -c "{title, url}" >> titles.ndjson', 'run any filter, four at a time'],
    ],
    seeAlso: ['enqueue', 'dequeue', 'queue'],
    async create(options, context) {
      const { workFilter } = await import('./worker/filter.ts');
      return workFilter(options, context, commands);
    },
  });
}
