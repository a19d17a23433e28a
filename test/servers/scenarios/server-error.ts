import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'has an error each time',
  expect: 'HTTP_500',
  with: { attempts: 2 },
  request: (_, response) => response.writeHead(500).end(),
};
