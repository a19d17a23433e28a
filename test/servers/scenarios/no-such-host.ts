import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'has no address',
  expect: 'DNS',
  with: { attempts: 1 },
  url: () => 'http://no-such-host.invalid/',
  connection: () => {},
};
