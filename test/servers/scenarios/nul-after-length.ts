import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'sends a NUL in a header after the length',
  expect: 'BAD_RESPONSE',
  with: { attempts: 1 },
  connection: (socket) => afterRequest(socket, () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\nx: \0\r\n\r\nabc')),
};
