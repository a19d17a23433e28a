import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'stops in the middle of the body',
  expect: 'TIMEOUT',
  connection: (socket) => afterRequest(socket, () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc')),
};
