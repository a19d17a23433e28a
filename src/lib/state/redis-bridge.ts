import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { Halt, status } from '../errors/index.ts';
import type { Argument, RedisAddress } from '../redis/index.ts';
import type { RedisReply, RedisRequest, ThreadData } from './redis-thread.ts';

/** How long an answer may take before the run ends, in ms. */
const PATIENCE = 30_000;

/**
 * A connection to Redis that can be asked and waited for in one call, as a store on disk can. A thread has the connection;
 * the one that asks sleeps until the answer is there.
 */
export class RedisBridge {
  readonly #label: string;
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #answers = new Int32Array(new SharedArrayBuffer(4));

  /** @throws Halt 4 when there is no such server */
  constructor(address: RedisAddress) {
    this.#label = address.label;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const data: ThreadData = { address, port: port2, answers: this.#answers };
    // A thread takes no TypeScript: one that is started from the sources is the built one.
    const file = `${import.meta.url.endsWith('.ts') ? '../../../dist' : '.'}/state-redis-thread.js`;
    this.#worker = new Worker(new URL(file, import.meta.url), { workerData: data, transferList: [port2] });
    this.#worker.unref();
    this.#port.unref();
    try {
      this.#await();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Does a command and waits for what it gives; texts are bytes. @throws Halt 4, also for what `tell` was told before and could not be done */
  ask(command: string, ...args: Argument[]): unknown {
    this.#port.postMessage({ command, args } satisfies RedisRequest);
    return this.#await();
  }

  /** Has a command done, after those before it, without waiting. */
  tell(command: string, ...args: Argument[]): void {
    this.#port.postMessage({ command, args, silent: true } satisfies RedisRequest);
  }

  async close(): Promise<void> {
    this.#port.close();
    await this.#worker.terminate();
  }

  #await(): unknown {
    const until = Date.now() + PATIENCE;
    for (;;) {
      const seen = Atomics.load(this.#answers, 0);
      const received = receiveMessageOnPort(this.#port) as { message: RedisReply } | undefined;
      if (received) {
        const { value, error } = received.message;
        if (error !== undefined) throw new Halt(status.failed, error);
        return value;
      }
      const left = until - Date.now();
      if (left <= 0) throw new Halt(status.failed, `${this.#label} gave no answer for ${PATIENCE / 1000} s`);
      Atomics.wait(this.#answers, 0, seen, left);
    }
  }
}
