import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'redirects to a file',
  expect: 'BAD_REDIRECT',
  request: (_, response) => response.writeHead(301, { location: 'file:///etc/passwd' }).end(),
};
