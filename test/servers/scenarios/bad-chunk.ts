import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'sends a chunk whose length is no number',
  expect: 'BAD_RESPONSE',
  connection: (socket) =>
    afterRequest(socket, () => socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n')),
};
