import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'calls plain text gzip',
  expect: 'ok',
  body: '<rss>abc</rss>',
  request: (_, response) =>
    response.writeHead(200, { 'content-type': 'application/rss+xml', 'content-encoding': 'gzip' }).end('<rss>abc</rss>'),
};
