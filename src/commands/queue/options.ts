import { bytes, oneOf, option, text } from '../../lib/cli/index.ts';
import { Halt, status } from '../../lib/errors/index.ts';
import type { RunContext } from '../../lib/filter/index.ts';
import type { PayloadOptions } from '../../lib/queue/index.ts';

/** The options of all commands that work on a queue. */
export const queueOptions = {
  queue: option('--queue NAME', 'the queue; its keys in Redis begin with this name', text),
  redis: option('--redis URL', 'redis://HOST:PORT/DB, or rediss: for TLS (default: $REDIS_URL, or redis://127.0.0.1:6379)', text),
};

/** The options of commands that write records into a queue. */
export const payloadOptions = {
  codec: option('--codec NAME', 'how records are written into Redis: json or msgpack', oneOf('json', 'msgpack'), 'json'),
  compress: option(
    '--compress HOW',
    'how those above 1 KB are made shorter: none or deflate',
    oneOf('none', 'deflate'),
    'deflate',
  ),
  maxPayload: option('--max-payload BYTES', 'longest record that is queued', bytes, 16 * 2 ** 20, '16MiB'),
};

/** What the man pages of all commands of a queue say of Redis. */
export const aboutRedis = [
  'The server is that of `--redis`, else of the variable `REDIS_URL`, else 127.0.0.1:6379; it has to be Redis 6.2 or later. A ' +
    'password belongs into `REDIS_URL` or `REDIS_PASSWORD`: in an argument everybody could read it, so there it is refused. ' +
    '`rediss:` is TLS; `NODE_EXTRA_CA_CERTS` names a file of certificates to trust.',
  'A connection that breaks is made anew, for five minutes, before the command gives up with status 4. A server that is full, ' +
    'read-only or evicts (its `maxmemory-policy` is not `noeviction`) ends the command with status 4 and a line that says so.',
];

export interface QueueValues {
  queue?: string;
  redis?: string;
}

/** The queue that was named. @throws Halt 2 */
export function queueName({ queue }: QueueValues): string {
  if (queue === undefined) throw new Halt(status.usage, '--queue is missing: which queue?');
  return queue;
}

/** A connection for a command; lost ones are told of on its log. @throws Halt 2, 4 */
export async function connect({ redis }: QueueValues, context: RunContext) {
  const { Client, redisAddress } = await import('../../lib/redis/index.ts');
  return Client.connect(redisAddress(redis), (message) => context.log.warning(message));
}

export function payloadValues({ codec, compress, maxPayload }: PayloadOptions): PayloadOptions {
  return { codec, compress, maxPayload };
}
