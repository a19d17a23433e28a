import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'sends chunks beside a length',
  expect: 'ok',
  body: 'abc',
  connection: (socket) =>
    afterRequest(socket, () =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n'),
    ),
};
