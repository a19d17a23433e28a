import { certificate } from '../certificate.ts';
import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'has a certificate nobody trusts',
  expect: 'TLS',
  secure: certificate,
  connection: (socket) => afterRequest(socket, () => socket.end('HTTP/1.1 200 OK\r\n\r\n')),
};
