// A thread that talks to Redis for one that waits: the store is asked in the middle of what cannot be put off.
import { type MessagePort, workerData } from 'node:worker_threads';
import { reasonOf } from '../errors/index.ts';
import { type Argument, Client, type RedisAddress } from '../redis/index.ts';

/** What a thread is started with. */
export interface ThreadData {
  address: RedisAddress;
  port: MessagePort;
  /** Counts the answers; whoever waits is woken when it changes. */
  answers: Int32Array;
}

/** One command of Redis; with `silent`, nobody waits for what it gives. */
export interface RedisRequest {
  command: string;
  args: Argument[];
  silent?: boolean;
}

/** What came of a command, or of the connection. */
export interface RedisReply {
  value?: unknown;
  error?: string;
}

const { address, port, answers } = workerData as ThreadData;
let failure: string | undefined;

function answer(given: RedisReply): void {
  port.postMessage(given);
  Atomics.add(answers, 0, 1);
  Atomics.notify(answers, 0);
}

async function serve(client: Client, { command, args, silent }: RedisRequest): Promise<void> {
  try {
    const value = await client.bytes(command, ...args.map((arg) => (arg instanceof Uint8Array ? Buffer.from(arg) : arg)));
    if (!silent) answer(failure === undefined ? { value } : { error: failure });
  } catch (error) {
    failure ??= reasonOf(error);
    if (!silent) answer({ error: failure });
  }
}

try {
  const client = await Client.connect(address);
  answer({});
  port.on('message', (request: RedisRequest) => void serve(client, request));
} catch (error) {
  answer({ error: reasonOf(error) });
}
