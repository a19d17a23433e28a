import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'sends a header every 50 ms and never ends them',
  expect: 'TIMEOUT',
  connection: (socket) =>
    afterRequest(socket, () => {
      socket.write('HTTP/1.1 200 OK\r\n');
      let n = 0;
      const drip = setInterval(() => socket.write(`x-${n++}: y\r\n`), 50);
      socket.on('close', () => clearInterval(drip));
    }),
};
