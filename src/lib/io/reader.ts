import net from 'node:net';
import { ownPipe } from './descriptor.ts';

/**
 * Calls `onGone` when the last reader of the pipe `fd` goes away, although nothing is being written: a filter that drops every
 * record would otherwise never learn that nobody waits for one. The system tells so (POLLERR) whoever polls the writing end.
 *
 * Node has no public way to poll a descriptor that it cannot read. libuv's TCP handle polls any descriptor as if it were to be
 * read, and then fails with EBADF. Where that cannot be had, the next write tells, as for every Unix program.
 * Gives a function that ends the watch.
 */
export function watchReader(fd: number, onGone: () => void): () => void {
  const own = ownPipe(fd, 'write');
  if (own === fd) return () => {};
  try {
    const { TCP, constants } = (process as unknown as { binding(name: string): TcpBinding }).binding('tcp_wrap');
    const handle = new TCP(constants.SOCKET);
    if (handle.open(own) !== 0) return () => {};
    const socket = new net.Socket({ handle, readable: true, writable: false } as net.SocketConstructorOpts);
    socket.on('error', onGone).unref().resume();
    return () => socket.destroy();
  } catch {
    // A Node without this binding.
    return () => {};
  }
}

interface TcpBinding {
  TCP: new (type: number) => { open(fd: number): number };
  constants: { SOCKET: number };
}
