import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'is not there',
  expect: 'REFUSED',
  with: { attempts: 2 },
  url: () => 'http://nobody-there.localhost:1/',
  connection: () => {},
};
