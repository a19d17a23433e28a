import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'sends more than it declares',
  expect: 'ok',
  body: 'abc',
  connection: (socket) => afterRequest(socket, () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabcdefghi')),
};
