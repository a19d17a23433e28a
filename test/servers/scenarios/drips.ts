import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'sends a byte of the body every 50 ms',
  expect: 'TIMEOUT',
  connection: (socket) =>
    afterRequest(socket, () => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ncontent-length: 100000\r\n\r\n');
      const drip = setInterval(() => socket.write('x'), 50);
      socket.on('close', () => clearInterval(drip));
    }),
};
