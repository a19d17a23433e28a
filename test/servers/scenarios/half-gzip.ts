import { gzipSync } from 'node:zlib';
import type { Scenario } from '../server.ts';

const half = gzipSync('<rss>half of this is missing</rss>').subarray(0, 25);

export const scenario: Scenario = {
  name: 'sends half of a gzip stream',
  expect: 'BAD_ENCODING',
  request: (_, response) => response.setHeader('content-encoding', 'gzip').end(half),
};
