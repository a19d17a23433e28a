import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'redirects in a circle',
  expect: 'TOO_MANY_REDIRECTS',
  with: { attempts: 1 },
  request: (request, response) => response.writeHead(302, { location: request.url === '/a' ? '/b' : '/a' }).end(),
};
