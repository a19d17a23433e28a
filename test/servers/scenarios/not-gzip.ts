import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'says gzip and sends none',
  expect: 'BAD_ENCODING',
  request: (_, response) => response.setHeader('content-encoding', 'gzip').end('<rss/>'),
};
