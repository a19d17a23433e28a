// How many requests, how many milliseconds and how much money it takes to look keys up: HEAD at 16 and at 64, LIST for each key, and auto.
// Against the stub, or against a server that holds the same objects: S3_ENDPOINT=http://… [S3_BUCKET_SMALL=… S3_BUCKET_LARGE=…] npm run bench:s3
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { Checker, cost, S3Client, settle } from '../../src/lib/s3/index.ts';
import { account } from '../servers/s3.ts';
import { median, table } from './report.mjs';

const { values } = parseArgs({
  options: {
    head: { type: 'string', default: '20' },
    list: { type: 'string', default: '40' },
    runs: { type: 'string', default: '5' },
    rows: { type: 'string', default: '' },
    optimize: { type: 'string', default: 'cost' },
  },
});
const key = (index) => `photos/${String(index).padStart(9, '0')}.jpg`;
const range = (count, at) => Array.from({ length: count }, (_, index) => at(index));
const absent = (index) => `photos/${String(index).padStart(9, '0')}.png`;
const small = process.env.S3_BUCKET_SMALL ?? 'bench-small';
const large = process.env.S3_BUCKET_LARGE ?? 'bench-large';

const rows = [
  ['exist: 1,000 over 20,000', small, range(1000, (i) => key(i * 20))],
  ['missing: 1,000 over 20,000', small, range(1000, (i) => absent(i * 20))],
  ['mixed: 500 + 500 over 20,000', small, range(1000, (i) => (i % 2 ? absent : key)(i * 20))],
  ['clustered: 10 x 100 over 200,000', large, range(1000, (i) => key(Math.floor(i / 100) * 20_000 + (i % 100)))],
  ['neighbours: 1,000 of 200,000', large, range(1000, (i) => key(50_000 + i))],
  ['uniform: 1,000 over 200,000', large, range(1000, (i) => key(i * 200))],
  ['uniform: 10,000 over 200,000', large, range(10_000, (i) => key(i * 20))],
  ['10 keys', small, range(10, (i) => key(i * 2000))],
];

const methods = [
  ['HEAD, 16 at once', 16, (client) => checking(client, 'head')],
  ['HEAD, 64 at once', 64, (client) => checking(client, 'head')],
  ['LIST for each, 64 at once', 64, (client) => ({ look: (bucket, one) => listOne(client, bucket, one), end: () => {} })],
  ['auto', 64, (client) => checking(client, 'auto')],
];

function checking(client, strategy) {
  const checker = new Checker(client, { strategy, optimize: values.optimize, batch: 10_000, wait: 50 });
  return { look: (bucket, one) => checker.check({ bucket, key: one }).then(({ exists }) => exists), end: () => checker.flush() };
}

async function listOne(client, bucket, one) {
  const query = { 'list-type': '2', prefix: one, 'max-keys': '1' };
  const { text } = await client.send({ method: 'GET', bucket, key: '', query, whole: true });
  return text.includes(`<Key>${one}</Key>`);
}

const own =
  process.env.S3_ENDPOINT === undefined
    ? fork(new URL('s3-server.mjs', import.meta.url), [values.head, values.list], { execArgv: ['--import', 'tsx'] })
    : undefined;
const [url] = own ? await once(own, 'message') : [process.env.S3_ENDPOINT];
const env = own ? { AWS_ACCESS_KEY_ID: account.accessKeyId, AWS_SECRET_ACCESS_KEY: account.secretAccessKey } : process.env;

async function measure(concurrency, method, bucket, keys) {
  const limits = { concurrency, timeout: 60_000, idleTimeout: 60_000, retries: 5, retryDelay: 200 };
  const client = new S3Client(settle({ endpoint: url }, env), limits);
  const { look, end } = method(client);
  const began = performance.now();
  const looked = keys.map((one) => look(bucket, one));
  end();
  const found = (await Promise.all(looked)).filter(Boolean).length;
  const ms = performance.now() - began;
  await client.close();
  const { heads, lists, gets } = client.counts;
  return { found, ms, heads, lists, requests: heads + lists + gets, price: cost(client.counts) };
}

let worst = 0;
const lines = [];
for (const [what, bucket, keys] of rows.filter(([name]) => name.includes(values.rows))) {
  const runs = methods.map(() => []);
  // All methods in each round, so that what else the machine does falls on all of them.
  for (let round = 0; round < Number(values.runs); round++) {
    for (const [at, [, concurrency, method]] of methods.entries())
      runs[at].push(await measure(concurrency, method, bucket, keys));
  }
  const results = runs.map((own, at) => ({ ...own[0], name: methods[at][0], ms: median(own.map(({ ms }) => ms)) }));
  const others = results.slice(0, -1);
  for (const result of results) {
    const ratios = ['requests', 'ms', 'price'].map(
      (member) => result[member] / Math.min(...others.map((other) => other[member])),
    );
    if (result.name === 'auto') worst = Math.max(worst, ...ratios);
    const { name, found, heads, lists, ms, price } = result;
    const cells = [what, name, found, heads, lists, ms.toFixed(0), ((price / keys.length) * 1e6).toFixed(3)];
    lines.push([...cells, ...ratios.map((ratio) => ratio.toFixed(2))]);
  }
}
const where = own ? `the stub, ${values.head} ms a HEAD, ${values.list} ms a LIST` : url;
table(
  `Looking keys up in ${where}; --optimize ${values.optimize}; median of ${values.runs} rounds; ratios to the best of the others`,
  ['keys', 'method', 'found', 'HEAD', 'LIST', 'ms', 'USD a million keys', 'requests', 'ms', 'price'],
  lines,
);
console.log(`\nauto at its worst: ${worst.toFixed(2)} of the best of the others`);
own?.disconnect();
