import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'answers 304 to who did not ask',
  expect: 'HTTP_304',
  request: (_, response) => response.writeHead(304).end(),
};
