import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'ends the body before its declared length',
  expect: 'TRUNCATED',
  with: { attempts: 2 },
  connection: (socket) => afterRequest(socket, () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc')),
};
