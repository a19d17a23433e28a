import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'redirects ten times',
  expect: 'ok',
  body: 'there',
  request(request, response) {
    const arrived = request.url!.length > 10;
    response.writeHead(arrived ? 200 : 302, arrived ? {} : { location: `${request.url}x` }).end('there');
  },
};
