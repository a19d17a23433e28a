import { brotliCompressSync, constants } from 'node:zlib';
import type { Scenario } from '../server.ts';

const bomb = brotliCompressSync(Buffer.alloc(100 * 2 ** 20), { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } });

export const scenario: Scenario = {
  name: 'sends a few bytes of brotli that are 100 MB',
  expect: 'TOO_LARGE',
  request: (_, response) => response.setHeader('content-encoding', 'br').end(bomb),
};
