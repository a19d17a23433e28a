import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'asks to come again in an hour',
  expect: 'HTTP_503',
  with: { attempts: 1 },
  request: (_, response) => response.writeHead(503, { 'retry-after': '3600' }).end(),
};
