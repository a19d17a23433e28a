import type { Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'does not speak HTTP',
  expect: 'BAD_RESPONSE',
  connection: (socket) => void socket.write('220 mail.example.org ESMTP\r\n'),
};
