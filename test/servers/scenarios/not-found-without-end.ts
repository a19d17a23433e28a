import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'does not find it, in a page that never ends',
  expect: 'HTTP_404',
  connection: (socket) => afterRequest(socket, () => socket.write('HTTP/1.1 404 Not Found\r\ncontent-length: 1000\r\n\r\nabc')),
};
