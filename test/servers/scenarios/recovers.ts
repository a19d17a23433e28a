import type { Scenario } from '../server.ts';

let asked = 0;

export const scenario: Scenario = {
  name: 'has an error the first time only',
  expect: 'ok',
  body: 'well',
  with: { attempts: 2 },
  request: (_, response) => response.writeHead(asked++ === 0 ? 503 : 200).end('well'),
};
