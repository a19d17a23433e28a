import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { deferred } from '../../../src/lib/async/index.ts';
import {
  Consumer,
  deadLetters,
  hasten,
  type Job,
  Producer,
  pack,
  payloads,
  QueueKeys,
  requeue,
  unpack,
} from '../../../src/lib/queue/index.ts';
import { Client, redisAddress } from '../../../src/lib/redis/index.ts';
import { type TestRedis, testRedis } from '../../support/redis.ts';

const packing = { codec: 'json', compress: 'none', maxPayload: 1e6 } as const;

type Verdict = 'done' | 'dead' | 'retry';
type Action =
  | { type: 'enqueue'; ids: readonly (string | undefined)[]; priority: 'high' | 'normal' | 'low'; delay: number }
  | { type: 'work'; verdicts: readonly Verdict[]; together: boolean }
  | { type: 'die'; records: number }
  | { type: 'leave'; records: number }
  | { type: 'requeue' }
  | { type: 'hasten' }
  | { type: 'foreign'; where: 'stream' | 'delayed' | 'dead' };

const verdicts = fc.array(fc.constantFrom<Verdict>('done', 'dead', 'dead', 'retry'), { minLength: 1, maxLength: 6 });
const few = fc.integer({ min: 1, max: 3 });
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('enqueue' as const),
      ids: fc.array(fc.constantFrom('a', 'b', 'c', undefined), { minLength: 1, maxLength: 5 }),
      priority: fc.constantFrom('high', 'normal', 'low'),
      delay: fc.constantFrom(0, 0, 0, 3_600_000),
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('work' as const), verdicts, together: fc.boolean() }) },
  { weight: 3, arbitrary: fc.constant({ type: 'requeue' as const }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('die' as const), records: few }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('leave' as const), records: few }) },
  { weight: 1, arbitrary: fc.constant({ type: 'hasten' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('foreign' as const), where: fc.constantFrom('stream', 'delayed', 'dead') }),
  },
);

it('holds each record in exactly one place, whatever is done: waiting + under way + done + dead = enqueued', async (t) => {
  const redis = await testRedis(t);
  if (!redis) return;
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 16 }), async (actions) => {
      const model = new Model(redis, `${redis.prefix}-${runs++}`);
      for (const one of actions) {
        await model.act(one);
        await model.check(JSON.stringify(one));
      }
    }),
    {
      numRuns: Number(process.env.FEEDMILL_RUNS ?? 80),
      ...(process.env.FEEDMILL_SEED && { seed: Number(process.env.FEEDMILL_SEED) }),
    },
  );
});

/** A queue, and what has become of each record by its number. */
class Model {
  readonly #redis: TestRedis;
  readonly #queue: QueueKeys;
  #enqueued = 0;
  readonly #done: number[] = [];

  constructor(redis: TestRedis, name: string) {
    this.#redis = redis;
    this.#queue = new QueueKeys(name);
  }

  async act(one: Action): Promise<void> {
    const { client } = this.#redis;
    if (one.type === 'enqueue') await this.#enqueue(one);
    else if (one.type === 'work') await this.#work(one.verdicts, one.together);
    else if (one.type === 'die') await this.#take(one.records, false);
    else if (one.type === 'leave') await this.#take(one.records, true);
    else if (one.type === 'requeue') await this.#requeue();
    else if (one.type === 'hasten') await hasten(client, this.#queue);
    else await this.#meddle(one.where);
  }

  async #enqueue({ ids, priority, delay }: Action & { type: 'enqueue' }): Promise<void> {
    const options = { queue: this.#queue, priority, delay, maxBacklog: 0, stopping: new AbortController().signal };
    const producer = new Producer(await this.#connect(), options);
    const first = this.#enqueued;
    await Promise.all(ids.map((id, at) => producer.add(id ?? '', packed(first + at))));
    // A record whose id was there is not in the queue: its number is used again by nobody.
    this.#doubled += producer.doubles;
    this.#enqueued += ids.length;
    await producer.close();
  }

  #doubled = 0;

  async #work(given: readonly Verdict[], together: boolean): Promise<void> {
    const taken: Job[] = [];
    let begun = 0;
    const settle = (jobs: readonly Job[]) => {
      const failures = new Map(
        jobs.flatMap((job) => {
          const verdict = given[begun++ % given.length];
          if (verdict === 'done') return [];
          return [
            [job, { errors: [{ code: 'X' }], passing: true, retryIn: verdict === 'retry' ? 3_600_000 : undefined }] as const,
          ];
        }),
      );
      consumer.finish({ jobs, outputs: [], failures }).then((owned) => {
        assert.ok(owned);
        for (const job of jobs) if (!failures.has(job)) this.#done.push(numberOf(job.payload));
      });
    };
    const consumer: Consumer = new Consumer(await this.#connect(), await this.#connect(), {
      ...this.#consuming(given.length),
      begin: (job) => {
        if (!together) settle([job]);
        else if (taken.push(job) === 1) setImmediate(() => settle(taken.splice(0)));
      },
    });
    await consumer.run();
    await consumer.close();
  }

  /** Takes records and does nothing with them, as a worker that is killed, or one that is stopped before it began. */
  async #take(records: number, leaves: boolean): Promise<void> {
    const waiting = (await this.#lengths()) > 0;
    if (!waiting) return;
    const clients = [await this.#connect(), await this.#connect()] as const;
    const begun = deferred();
    const consumer = new Consumer(...clients, { ...this.#consuming(records), begin: () => begun.resolve() });
    const run = consumer.run().catch(() => {});
    // What waits may be malformed, or be tried out: then the queue is empty at once.
    await Promise.race([begun.promise, run]);
    if (leaves) await consumer.close();
    else {
      for (const client of clients) client.close();
      await run;
    }
  }

  #consuming(room: number) {
    return { queue: this.#queue, toLimit: 0, lease: 1, maxTries: 4, room, until: 'idle' as const };
  }

  async #requeue(): Promise<void> {
    const before = await this.#dead();
    const { requeued, kept } = await requeue(this.#redis.client, this.#queue);
    assert.equal(requeued + kept, before);
    assert.equal(await this.#dead(), kept, 'requeue removes only what it has queued');
  }

  /** Somebody writes what feedmill would not. */
  async #meddle(where: 'stream' | 'delayed' | 'dead'): Promise<void> {
    const { client } = this.#redis;
    const number = this.#enqueued++;
    const payload = packed(number);
    if (where === 'stream') await client.call('XADD', this.#queue.streams[1], '*', 'foreign', 'field', 'p', payload, 't', 'x');
    else if (where === 'delayed') await client.call('ZADD', this.#queue.delayed, 0, payload);
    else await client.call('XADD', this.#queue.dead, '*', 's', '9', 'e', 'no JSON', 'p', payload);
  }

  async check(after: string): Promise<void> {
    const { client } = this.#redis;
    const numbers = [...this.#done];
    for await (const payload of payloads(client, this.#queue)) numbers.push(numberOf(payload));
    for await (const { payload } of deadLetters(client, this.#queue)) numbers.push(numberOf(payload));
    assert.equal(new Set(numbers).size, numbers.length, `none twice after ${after}`);
    assert.equal(numbers.length, this.#enqueued - this.#doubled, `none lost after ${after}`);
  }

  async #lengths(): Promise<number> {
    const { client } = this.#redis;
    const lengths = await Promise.all(this.#queue.streams.map((stream) => client.call('XLEN', stream)));
    return lengths.reduce<number>((sum, length) => sum + Number(length), 0);
  }

  async #dead(): Promise<number> {
    return Number(await this.#redis.client.call('XLEN', this.#queue.dead));
  }

  #connect(): Promise<Client> {
    return Client.connect(redisAddress(this.#redis.url));
  }
}

function packed(number: number): Buffer {
  return pack(Buffer.from(`{"n":${number}}`), packing);
}

/** The number in a payload, or in the foreign member that one stands in. */
function numberOf(payload: Buffer): number {
  const { n } = JSON.parse(unpack(payload, 1e6).toString()) as { n: number };
  return n;
}
