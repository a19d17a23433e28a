import { gzipSync } from 'node:zlib';
import type { Scenario } from '../server.ts';

const bomb = gzipSync(Buffer.alloc(200 * 2 ** 20), { level: 9 });

export const scenario: Scenario = {
  name: 'sends most of a gzip bomb and then nothing more',
  expect: 'TOO_LARGE',
  request: (_, response) => response.setHeader('content-encoding', 'gzip').write(bomb.subarray(0, 150_000)),
};
