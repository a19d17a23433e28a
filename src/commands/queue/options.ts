import { bytes, oneOf, option, text } from '../../lib/cli/index.ts';
import { Halt, status } from '../../lib/errors/index.ts';
import type { RunContext } from '../../lib/filter/index.ts';
import type { PayloadOptions } from '../../lib/queue/index.ts';

/** The options of all commands that use a queue. */
export const queueOptions = {
  queue: option('--queue NAME', 'Queue to use; its keys in Redis begin with NAME', text),
  redis: option(
    '--redis URL',
    'Redis server as redis://HOST:PORT/DB, or rediss: for TLS (default: $REDIS_URL, or redis://127.0.0.1:6379)',
    text,
  ),
};

/** The limit on records, for commands that read or write them. */
export const payloadLimit = {
  maxPayload: option('--max-payload BYTES', 'Longest record, before it is compressed', bytes, 16 * 2 ** 20, '16MiB'),
};

/** The options of commands that write records to a queue. */
export const payloadOptions = {
  codec: option('--codec NAME', 'Format of records in Redis: json or msgpack', oneOf('json', 'msgpack'), 'json'),
  compress: option('--compress HOW', 'Compress records above 1 KB: none or deflate', oneOf('none', 'deflate'), 'deflate'),
  ...payloadLimit,
};

/** What the man pages of all commands of a queue say about Redis. */
export const aboutRedis = [
  'The server is the one in `--redis`, else in the variable `REDIS_URL`, else 127.0.0.1:6379. It must be Redis 6.2 or later, or Valkey. Put a ' +
    'password in `REDIS_URL` or `REDIS_PASSWORD`: every user of the machine can read an argument, so a password in `--redis` is refused. ' +
    '`rediss:` uses TLS; `NODE_EXTRA_CA_CERTS` names a file of certificates to trust.',
  'One server holds a queue. Redis Cluster and Sentinel are not supported: the command ends with status 4 and says so. A user with restricted ' +
    'rights needs the keys `NAME:*` and the commands `+@read +@write +@stream +@sortedset +@scripting +@connection +info +time`.',
  'A lost connection is restored for up to five minutes before the command ends with status 4. It also ends with status 4, and a line that says why, if ' +
    'the server is full, read-only, refuses the password, lacks the database, or evicts keys (`maxmemory-policy` must be `noeviction`). A full server can ' +
    'still be drained by `dequeue`, and by `work` without `--to`.',
];

export interface QueueValues {
  queue?: string;
  redis?: string;
}

/** The name of the queue. @throws Halt 2 */
export function queueName({ queue }: QueueValues): string {
  if (queue === undefined) throw new Halt(status.usage, '--queue is missing; name the queue');
  return queue;
}

/** A connection for a command, which warns on its log when it is lost. @throws Halt 2, 4 */
export async function connect({ redis }: QueueValues, context: RunContext) {
  const { Client, redisAddress } = await import('../../lib/redis/index.ts');
  return Client.connect(redisAddress(redis), (message) => context.log.warning(message));
}

export function payloadValues({ codec, compress, maxPayload }: PayloadOptions): PayloadOptions {
  return { codec, compress, maxPayload };
}
