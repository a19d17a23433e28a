import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'sends an empty body',
  expect: 'ok',
  body: '',
  with: { status: 200, bytes: 0 },
  request: (_, response) => response.end(),
};
