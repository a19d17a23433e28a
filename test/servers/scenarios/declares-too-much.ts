import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'declares a body of a terabyte',
  expect: 'TOO_LARGE',
  connection: (socket) => afterRequest(socket, () => socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${2 ** 40}\r\n\r\nabc`)),
};
