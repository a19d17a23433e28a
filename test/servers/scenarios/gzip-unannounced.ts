import { gzipSync } from 'node:zlib';
import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'sends gzip that no header announces',
  expect: 'ok',
  body: '<rss>abc</rss>',
  request: (_, response) => response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(gzipSync('<rss>abc</rss>')),
};
