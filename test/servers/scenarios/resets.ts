import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'resets the connection before any answer',
  expect: 'RESET',
  connection: (socket) => afterRequest(socket, () => socket.resetAndDestroy()),
};
