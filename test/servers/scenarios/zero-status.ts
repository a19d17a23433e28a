import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'answers with a status of 000 and waits',
  expect: 'BAD_RESPONSE',
  with: { attempts: 1 },
  connection: (socket) => afterRequest(socket, () => socket.write('HTTP/1.1 000 None\r\ncontent-length: 3\r\n')),
};
