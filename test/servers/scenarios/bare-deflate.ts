import { deflateRawSync } from 'node:zlib';
import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'means bare deflate by deflate',
  expect: 'ok',
  body: '<rss/>',
  request: (_, response) => response.setHeader('content-encoding', 'deflate').end(deflateRawSync('<rss/>')),
};
