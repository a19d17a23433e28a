import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'has no content',
  expect: 'ok',
  with: { status: 204, bytes: 0 },
  request: (_, response) => response.writeHead(204).end(),
};
