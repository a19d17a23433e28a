import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'says it is gone',
  expect: 'GONE',
  request: (_, response) => response.writeHead(410).end(),
};
