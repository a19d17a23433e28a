import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'ends the body before its last chunk',
  expect: 'TRUNCATED',
  connection: (socket) =>
    afterRequest(socket, () => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n')),
};
