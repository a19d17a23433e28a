import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'ends the body by closing, as in HTTP/1.0',
  expect: 'ok',
  body: 'abc',
  connection: (socket) => afterRequest(socket, () => socket.end('HTTP/1.0 200 OK\r\ncontent-type: text/plain\r\n\r\nabc')),
};
