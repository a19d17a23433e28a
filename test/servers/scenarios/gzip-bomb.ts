import { gzipSync } from 'node:zlib';
import type { Scenario } from '../server.ts';

const bomb = gzipSync(Buffer.alloc(200 * 2 ** 20), { level: 9 });

export const scenario: Scenario = {
  name: 'sends 200 KB of gzip that are 200 MB',
  expect: 'TOO_LARGE',
  request: (_, response) => response.setHeader('content-encoding', 'gzip').end(bomb),
};
