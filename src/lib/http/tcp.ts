import { connect, type Socket } from 'node:net';
import type { Address } from './hosts-file.ts';

/** Milliseconds until the next address of a name is tried too, while the one before has not answered (RFC 8305, 5). */
const NEXT_AFTER = 250;

/** Addresses of a name that are tried, at most. */
const TRIED_AT_MOST = 16;

/**
 * Connects to the first of several addresses that answers. Node's own `autoSelectFamily` gives an address up when it goes to the next
 * one; here all that were begun may still answer. Each socket is given to `track`.
 */
export function connectToFirst(addresses: readonly Address[], port: number, track: (socket: Socket) => void): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const waiting = addresses.slice(0, TRIED_AT_MOST);
    const open = new Set<Socket>();
    let timer: NodeJS.Timeout | undefined;
    let failure: Error | undefined;
    const tryNext = () => {
      clearTimeout(timer);
      const next = waiting.shift();
      if (!next) return;
      const socket = connect({ host: next.address, family: next.family, port, noDelay: true, keepAlive: true });
      open.add(socket);
      track(socket);
      socket.on('error', (error) => {
        failure ??= error;
      });
      socket.once('close', () => {
        if (!open.delete(socket)) return;
        if (waiting.length > 0) tryNext();
        else if (open.size === 0) reject(failure ?? Object.assign(new Error('given up'), { code: 'ECONNABORTED' }));
      });
      socket.once('connect', () => {
        clearTimeout(timer);
        waiting.length = 0;
        open.delete(socket);
        for (const other of open) other.destroy();
        open.clear();
        resolve(socket);
      });
      if (waiting.length > 0) timer = setTimeout(tryNext, NEXT_AFTER);
    };
    tryNext();
  });
}
