import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'redirects without a Location',
  expect: 'BAD_REDIRECT',
  request: (_, response) => response.writeHead(301).end(),
};
