import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'redirects with a body that never comes',
  expect: 'ok',
  body: 'there',
  connection: (socket) =>
    afterRequest(socket, (path) => {
      const redirect = 'HTTP/1.1 302 Found\r\nlocation: /there\r\ncontent-length: 10\r\n\r\n';
      socket.write(path === '/there' ? 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nthere' : redirect);
    }),
};
