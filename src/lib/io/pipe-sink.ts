import net from 'node:net';
import type { Sink, SinkEvents } from './sink.ts';

/** A pipe, FIFO or socket: what it has no room for goes when there is some, and the block with it. */
export class PipeSink implements Sink {
  readonly unsent = 0;
  readonly provisional = false;
  readonly #socket: net.Socket;
  readonly #standard: boolean;
  readonly #events: SinkEvents;
  /** A block that has been written. */
  #spare: Buffer | undefined;

  /** Makes `fd` non-blocking. @param standard whether it is the process's own, which stays open to its end */
  constructor(fd: number, standard: boolean, events: SinkEvents) {
    this.#standard = standard;
    this.#events = events;
    this.#socket = new net.Socket({ fd, readable: false, writable: true });
    this.#socket.on('error', (error) => events.failed(error));
  }

  get blocked(): boolean {
    return this.#socket.writableLength > 0;
  }

  write(block: Buffer, length: number): Buffer {
    const socket = this.#socket;
    const events = this.#events;
    let given = true;
    socket.write(length === block.length ? block : block.subarray(0, length), (error) => {
      if (error) return events.failed(error);
      if (!given) this.#spare = block;
      events.took(length);
      events.drained();
    });
    given = socket.writableLength === 0;
    if (given) return block;
    const next = this.#spare ?? Buffer.allocUnsafeSlow(block.length);
    this.#spare = undefined;
    return next;
  }

  settle(): void {}

  close(): void {
    if (!this.#standard) this.#socket.destroy();
  }

  abandon(): void {}
}
