import { gzipSync } from 'node:zlib';
import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'adds bytes after the end of a gzip stream',
  expect: 'ok',
  body: '<rss/>',
  request: (_, response) =>
    response.setHeader('content-encoding', 'gzip').end(Buffer.concat([gzipSync('<rss/>'), Buffer.from('\n\n--')])),
};
