import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'resets every connection',
  expect: 'RESET',
  connection: (socket) => void socket.resetAndDestroy(),
};
