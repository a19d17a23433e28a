import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'does not find it',
  expect: 'HTTP_404',
  with: { attempts: 1, message: 'HTTP 404 after 1 attempt' },
  request: (_, response) => response.writeHead(404).end('not here'),
};
