import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'takes the request and never answers',
  expect: 'TIMEOUT',
  connection: (socket) => afterRequest(socket, () => {}),
};
