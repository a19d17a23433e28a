import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'speaks no TLS where it should',
  expect: 'TLS',
  url: (origin) => origin.replace('http:', 'https:'),
  connection: (socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
};
