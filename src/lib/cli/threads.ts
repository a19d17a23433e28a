import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { type Deferred, deferred } from '../async/index.ts';
import { Reject, type RejectCode, type RejectDetails } from '../errors/index.ts';
import { collect, type Filter, type Piece, type Yield } from '../filter/index.ts';
import { Line } from '../ndjson/index.ts';

/** A record or a document for a thread to work on. */
export interface Question {
  bytes: Uint8Array<ArrayBuffer>;
  isDocument: boolean;
}

/** What came of it: the lines one after another, and where each piece ends. */
export interface Results {
  lines: Uint8Array<ArrayBuffer>;
  /** In the order they came: the length of a line, or a reject. */
  pieces: (number | { code: RejectCode; message: string; details: RejectDetails })[];
}

/** Which command a thread runs, and where it is asked. */
export interface ThreadData {
  name: string;
  args: readonly string[];
  port: MessagePort;
}

/** What a thread says first. */
export type Ready = 'ready';

/** Questions that each thread has before it, so that none waits for this one. */
const AHEAD = 4;
/** How many lines may be under way for each thread, so that all have work while one is at something long. */
const WINDOW = 16;
/** How long a thread has to have worked before it gets help, in ms: another takes that much to start and to become fast. */
const ALONE = 500;

/**
 * The filter of a command that looks at each record by itself, with the work done in `jobs` threads, this one among them; results come
 * in input order. The others are started when there is work for them, and a record that none of them has a place for is done here.
 * @param own the command's filter in this thread
 * @param alone how long this thread works before it gets help, in ms
 */
export function inThreads(command: Omit<ThreadData, 'port'>, jobs: number, own: Filter, alone = ALONE): Filter {
  const threads: Thread[] = [];
  let worked = 0;
  const here = (line: Line, isDocument: boolean) => {
    const began = performance.now();
    // Now, and not when its turn comes to go out, when the others may have nothing left to do.
    const pieces = collect(own, line, isDocument);
    worked += performance.now() - began;
    if (threads.length === 0 && worked >= alone) for (let more = 1; more < jobs; more++) threads.push(new Thread(command));
    return pieces;
  };
  const ask = (line: Line, isDocument: boolean) => {
    for (const thread of threads) thread.listen();
    const free = threads.filter(({ room }) => room > 0).sort((a, b) => b.room - a.room)[0];
    if (free === undefined) return here(line, isDocument);
    return free.ask({ bytes: new Uint8Array(line.bytes()), isDocument }).then((answer) => piecesOf(line, answer));
  };
  return {
    window: jobs * WINDOW,
    ordered: true,
    get enough() {
      return own.enough ?? false;
    },
    process: (line) => ask(line, false),
    bareLine: own.bareLine?.bind(own),
    document: own.document && { accepts: own.document.accepts, read: (line) => ask(line, true) as Yield },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
      await own.close?.();
    },
  };
}

function* piecesOf(line: Line, { lines, pieces }: Results): Generator<Piece, void> {
  const buffer = Buffer.from(lines.buffer);
  let start = 0;
  for (const piece of pieces) {
    if (typeof piece === 'number') {
      yield new Line(line.source, line.number, buffer, start, start + piece);
      start += piece;
    } else yield new Reject(piece.code, piece.message, piece.details);
  }
}

/** One thread, which answers in the order it is asked. */
class Thread {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #asked: Deferred<Results>[] = [];
  #ready = false;
  #isClosed = false;

  constructor(command: Omit<ThreadData, 'port'>) {
    const { port1, port2 } = new MessageChannel();
    this.#worker = new Worker(program(), { workerData: { ...command, port: port2 }, transferList: [port2] });
    this.#port = port1.on('message', (message) => this.#hear(message));
    // A thread ends only when it is told to: anything else is a fault of the program, and uncaught here too.
    let failure: unknown;
    this.#worker.on('error', (error) => {
      failure = error;
    });
    this.#worker.on('exit', () => {
      if (!this.#isClosed) throw failure ?? new Error('a thread ended before its run did');
    });
  }

  /** How many questions it can be asked now. */
  get room(): number {
    return this.#ready ? AHEAD - this.#asked.length : 0;
  }

  /** Takes what it has answered, without a turn of the event loop. */
  listen(): void {
    for (let got = receiveMessageOnPort(this.#port); got; got = receiveMessageOnPort(this.#port)) this.#hear(got.message);
  }

  ask(question: Question): Promise<Results> {
    const asked = deferred<Results>();
    this.#asked.push(asked);
    this.#port.postMessage(question, [question.bytes.buffer]);
    return asked.promise;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#port.close();
    await this.#worker.terminate();
  }

  #hear(message: Results | Ready): void {
    if (message === 'ready') this.#ready = true;
    else this.#asked.shift()?.resolve(message);
  }
}

/** The program of a thread: beside this one in the bundle, and the same where the sources run, since threads of Node 20 know no TypeScript. */
function program(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? '../../../dist/command-thread.js' : './command-thread.js', import.meta.url);
}
