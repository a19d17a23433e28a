import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'says gzip and sends neither that nor text',
  expect: 'BAD_ENCODING',
  request: (_, response) => response.setHeader('content-encoding', 'gzip').end(Buffer.of(0, 1, 2, 3)),
};
