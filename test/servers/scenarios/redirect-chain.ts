import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'redirects to ever new places',
  expect: 'TOO_MANY_REDIRECTS',
  request: (request, response) => response.writeHead(302, { location: `${request.url}x` }).end(),
};
