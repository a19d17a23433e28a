import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'switches to another protocol',
  expect: 'BAD_RESPONSE',
  connection: (socket) =>
    afterRequest(socket, () => socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n')),
};
