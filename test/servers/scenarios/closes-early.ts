import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'closes the connection before any answer',
  expect: 'RESET',
  with: { attempts: 2 },
  connection: (socket) => afterRequest(socket, () => socket.end()),
};
