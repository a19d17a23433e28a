import { afterRequest, type Scenario } from '../server.ts';

export const scenario: Scenario = {
  name: 'ends its lines in LF alone, has one without a colon and a continued one',
  expect: 'ok',
  body: 'abc',
  connection: (socket) =>
    afterRequest(socket, () => socket.write('HTTP/1.1 200 OK\nno colon\nx: y\n z\ncontent-length: 3\ncontent-length: 3\n\nabc')),
};
