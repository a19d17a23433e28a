import fs from 'node:fs';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import tty from 'node:tty';
import { Halt, status } from '../errors/index.ts';
import { errorCode } from './descriptor.ts';

const { O_NONBLOCK, O_RDONLY, O_WRONLY } = fs.constants;
/** How long to wait before asking again whether a FIFO has a reader, in ms: the system gives no event for it. */
const READER_POLL = 20;
/** Bytes of one read. */
const BLOCK = 64 * 1024;
/**
 * How long a writer may take to end the line it is in the middle of, once the run is stopped, in ms: nearly all the time that a
 * stopped run has, since the writer may be waiting for another of its readers to be started again.
 */
const REST_OF_LINE = 4500;
const NEWLINE = 0x0a;

/** Opens a FIFO to read without waiting for a writer and without holding a thread of libuv's pool, as fs.open would. */
export function openFifo(path: string): number {
  return fs.openSync(path, O_RDONLY | O_NONBLOCK);
}

/** What comes through a pipe, FIFO, socket or terminal, until its last writer leaves or `stop` is set. Closes `fd`. */
export async function* pipeBlocks(fd: number, stop: AbortSignal): AsyncGenerator<Buffer> {
  const socket = tty.isatty(fd) ? new tty.ReadStream(fd) : new net.Socket({ fd, readable: true, writable: false });
  const end = () => socket.destroy();
  if (stop.aborted) end();
  stop.addEventListener('abort', end, { once: true });
  try {
    for await (const block of socket) yield block;
  } catch (error) {
    if (!stop.aborted) throw error;
  } finally {
    stop.removeEventListener('abort', end);
    socket.destroy();
  }
}

/**
 * What comes through a FIFO from one writer after another, until `stop` is set; an empty block marks where the last writer left.
 * The next descriptor is opened before this one ends. It keeps the pipe and what is in it alive, so that no writer meets a
 * SIGPIPE; and since Linux tells a descriptor only of writers that were there during its own life, it misses none that leave.
 * Stopped, it gives the line it is in the middle of to its end, and nothing of the next: that is for the next reader.
 */
export async function* followFifo(path: string, stop: AbortSignal): AsyncGenerator<Buffer> {
  let next = openFifo(path);
  try {
    while (!stop.aborted) {
      const current = next;
      next = openFifo(path);
      let last: number | undefined = NEWLINE;
      for await (const block of exactBlocks(current, stop)) {
        last = block.at(-1);
        yield block;
      }
      if (!stop.aborted) yield Buffer.alloc(0);
      else if (last !== NEWLINE) yield* restOfLine(next);
    }
  } finally {
    fs.closeSync(next);
  }
}

/** As `pipeBlocks`, but nothing is read ahead: what has left the pipe has been given. */
async function* exactBlocks(fd: number, stop: AbortSignal): AsyncGenerator<Buffer> {
  let block: Buffer | undefined;
  let ended = false;
  let failure: unknown;
  let wake = () => {};
  const onread = {
    buffer: Buffer.allocUnsafeSlow(BLOCK),
    callback(length: number, buffer: Uint8Array) {
      block = Buffer.from(buffer.subarray(0, length));
      wake();
      // Pauses.
      return false;
    },
  };
  // The types know `onread` for connections only.
  const options = { fd, readable: true, writable: false, onread };
  const socket = new net.Socket(options as net.SocketConstructorOpts);
  const end = () => {
    ended = true;
    wake();
  };
  socket.on('end', end);
  socket.on('error', (error) => {
    failure = error;
    end();
  });
  stop.addEventListener('abort', end, { once: true });
  try {
    for (;;) {
      if (!ended && !stop.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          socket.resume();
        });
      }
      if (block) yield block;
      else if (failure) throw failure;
      else if (ended || stop.aborted) return;
      block = undefined;
    }
  } finally {
    stop.removeEventListener('abort', end);
    socket.destroy();
  }
}

/** What is left of a line, read as a shell reads from a pipe: byte by byte, for what is read too much is lost for others. */
async function* restOfLine(fd: number): AsyncGenerator<Buffer> {
  const byte = Buffer.alloc(1);
  const bytes: number[] = [];
  const deadline = performance.now() + REST_OF_LINE;
  while (byte[0] !== NEWLINE && performance.now() < deadline) {
    try {
      if (fs.readSync(fd, byte) === 0) break;
      bytes.push(...byte);
    } catch (error) {
      if (errorCode(error) !== 'EAGAIN') throw error;
      await sleep(1);
    }
  }
  yield Buffer.from(bytes);
}

/**
 * Opens a FIFO to write, waiting until it has a reader.
 * @param patience how long to wait at most, in seconds
 * @throws Halt 4 when none has come by then, or `stop` is set
 */
export async function openFifoToWrite(path: string, patience: number, stop: AbortSignal): Promise<number> {
  const deadline = performance.now() + patience * 1000;
  for (;;) {
    try {
      return fs.openSync(path, O_WRONLY | O_NONBLOCK);
    } catch (error) {
      if (errorCode(error) !== 'ENXIO') throw error;
    }
    if (performance.now() > deadline) throw new Halt(status.failed, `${path}: nobody has come to read it in ${patience} s`);
    try {
      await sleep(READER_POLL, undefined, { signal: stop });
    } catch {
      throw new Halt(status.failed, `${path}: stopped before it had a reader`);
    }
  }
}
