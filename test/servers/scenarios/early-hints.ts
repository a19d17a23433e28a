import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'gives early hints first',
  expect: 'ok',
  body: 'abc',
  connection: (socket) =>
    afterRequest(socket, () =>
      socket.write('HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc'),
    ),
};
