import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'sends a megabyte of headers',
  expect: 'BAD_RESPONSE',
  connection: (socket) => afterRequest(socket, () => socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(2 ** 20)}\r\n\r\nabc`)),
};
