import { isAscii } from 'node:buffer';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { isMainThread, parentPort } from 'node:worker_threads';
import { LineSplitter } from '../../ndjson/index.ts';

/** The connection between a host and its parent: frames of text. */
export interface HostChannel {
  send(frame: string): void;
  /** Calls `receive` for every frame. If the other side is gone, the process exits. */
  listen(receive: (frame: string) => void): void;
  /** Sends pending frames, then calls `done`. */
  end(done: () => void): void;
}

/** File descriptor of the socket in a host process. */
export const HOST_DESCRIPTOR = 3;

/** The host's end of the channel: a socket in a process, a port in a thread. */
export function openChannel(): HostChannel {
  return isMainThread ? socketChannel(new Socket({ fd: HOST_DESCRIPTOR })) : portChannel();
}

function socketChannel(socket: Socket): HostChannel {
  const writer = new FrameWriter((block) => socket.write(block));
  const gone = process.exit.bind(process, 0);
  return {
    send: (frame) => writer.add(frame),
    listen(receive) {
      readFrames(socket, receive);
      socket.on('error', gone).on('close', gone);
    },
    end(done) {
      writer.flush();
      socket.end(done);
    },
  };
}

function portChannel(): HostChannel {
  const port = parentPort!;
  return {
    send: (frame) => port.postMessage(frame),
    listen: (receive) => port.on('message', receive),
    end: (done) => setImmediate(done),
  };
}

/** Calls `receive` for every frame of a stream. All frames of a block are decoded together. */
export function readFrames(stream: Readable, receive: (frame: string) => void): void {
  let carried: Buffer[] = [];
  stream.on('data', (block: Buffer) => {
    const end = block.lastIndexOf(NEWLINE);
    if (end < 0) {
      carried.push(block);
      return;
    }
    const whole = carried.length === 0 ? block.subarray(0, end) : Buffer.concat([...carried, block.subarray(0, end)]);
    carried = end + 1 === block.length ? [] : [block.subarray(end + 1)];
    const text = whole.toString(isAscii(whole) ? 'latin1' : 'utf8');
    let start = 0;
    for (let newline = text.indexOf('\n'); newline >= 0; newline = text.indexOf('\n', start)) {
      receive(text.slice(start, newline));
      start = newline + 1;
    }
    receive(text.slice(start));
  });
}

/** Calls `receive` for every line of a stream, cut to `maxLine` bytes. */
export function readLines(stream: Readable, maxLine: number, receive: (line: string) => void): void {
  const splitter = new LineSplitter('host', maxLine);
  stream.on('data', (block: Buffer) => {
    splitter.feed(block);
    for (let line = splitter.next(); line; line = splitter.next()) receive(line.text());
  });
}

const NEWLINE = 0x0a;
/** Size of a joined write, in bytes. */
const BLOCK = 65_536;
/** Longer frames are written without a copy. */
const LARGE = 16_384;

/** Joins the frames of one turn of the event loop into one write. */
export class FrameWriter {
  readonly #write: (block: Buffer | string) => void;
  #block = Buffer.allocUnsafeSlow(BLOCK);
  #start = 0;
  #end = 0;

  constructor(write: (block: Buffer | string) => void) {
    this.#write = write;
  }

  /** A frame is `head`, which is ASCII unless it is all of the frame, and `body`. */
  add(head: string, body?: Buffer): void {
    if (this.#start === this.#end) queueMicrotask(() => this.flush());
    const most = head.length * 3 + (body?.length ?? 0) + 1;
    if (most > LARGE) {
      this.flush();
      this.#write(head);
      if (body) this.#write(body);
      this.#write('\n');
      return;
    }
    if (this.#end + most > BLOCK) {
      this.flush();
      this.#block = Buffer.allocUnsafeSlow(BLOCK);
      this.#start = this.#end = 0;
    }
    this.#end += body ? this.#block.write(head, this.#end, 'latin1') : this.#block.write(head, this.#end);
    if (body) this.#end += body.copy(this.#block, this.#end);
    this.#block[this.#end++] = 0x0a;
    if (this.#end - this.#start > LARGE) this.flush();
  }

  flush(): void {
    if (this.#start === this.#end) return;
    this.#write(this.#block.subarray(this.#start, this.#end));
    this.#start = this.#end;
  }
}
