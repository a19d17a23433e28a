import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'answers with a wrong status line',
  expect: 'BAD_RESPONSE',
  connection: (socket) => afterRequest(socket, () => socket.end('HTTP/one.one OK\r\n\r\n')),
};
