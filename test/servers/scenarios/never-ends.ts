import { afterRequest, type Scenario } from '../server.ts';

const block = Buffer.alloc(64 * 1024, 'never ');

export const scenario: Scenario = {
  name: 'sends a body without end',
  expect: 'TOO_LARGE',
  connection: (socket) =>
    afterRequest(socket, () => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n');
      const more = () => {
        while (!socket.destroyed && socket.write(block));
      };
      socket.on('drain', more);
      more();
    }),
};
