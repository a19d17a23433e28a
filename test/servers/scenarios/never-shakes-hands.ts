import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'takes the connection and never answers the TLS handshake',
  expect: 'TIMEOUT',
  url: (origin) => origin.replace('http:', 'https:'),
  connection: (socket) => void socket.resume(),
};
