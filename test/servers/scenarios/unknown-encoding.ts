import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'uses a Content-Encoding nobody knows',
  expect: 'BAD_ENCODING',
  request: (_, response) => response.setHeader('content-encoding', 'lzma').end('<rss/>'),
};
