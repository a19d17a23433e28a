import { Worker } from 'node:worker_threads';
import { type Deferred, deferred } from '../deferred.ts';
import type { Filter, Piece } from '../filter/index.ts';
import { Line } from '../ndjson/index.ts';
import { Halt, Reject, type RejectDetails, status } from '../problem.ts';

/** A record or a document for a thread to work on. */
export interface Question {
  bytes: Uint8Array<ArrayBuffer>;
  isDocument: boolean;
}

/** What came of it: the lines one after another, and where each piece ends. */
export interface Answer {
  lines: Uint8Array<ArrayBuffer>;
  /** In the order they came: the length of a line, or a reject. */
  pieces: (number | { code: string; message: string; details: RejectDetails })[];
}

/** Which command a thread runs. */
export interface ThreadData {
  name: string;
  args: readonly string[];
}

/** Questions that each thread has before it, so that none waits for this one. */
const AHEAD = 3;

/**
 * The filter of a command that looks at each record by itself, with the work done in `jobs` threads; results come in input order.
 * @param own the command's filter in this thread, which tells documents from lines
 */
export function inThreads(command: ThreadData, jobs: number, own: Filter): Filter {
  const threads = Array.from({ length: jobs }, () => new Thread(command));
  const ask = async (line: Line, isDocument: boolean): Promise<Iterable<Piece>> => {
    const thread = threads.reduce((least, other) => (other.waiting < least.waiting ? other : least));
    return piecesOf(line, await thread.ask({ bytes: new Uint8Array(line.bytes()), isDocument }));
  };
  return {
    window: jobs * AHEAD,
    ordered: true,
    process: (line) => ask(line, false),
    bareLine: own.bareLine?.bind(own),
    document: own.document && { accepts: own.document.accepts, read: (line) => ask(line, true) },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
      await own.close?.();
    },
  };
}

function* piecesOf(line: Line, { lines, pieces }: Answer): Generator<Piece, void> {
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
  private readonly worker: Worker;
  private readonly asked: Deferred<Answer | Halt>[] = [];

  constructor(command: ThreadData) {
    this.worker = new Worker(program(), { workerData: command });
    this.worker.on('message', (answer: Answer) => this.asked.shift()?.resolve(answer));
    this.worker.on('error', (error) => {
      for (const question of this.asked.splice(0)) question.resolve(new Halt(status.failed, `a thread failed: ${error.message}`));
    });
  }

  get waiting(): number {
    return this.asked.length;
  }

  /** @throws Halt when the thread has failed */
  async ask(question: Question): Promise<Answer> {
    const asked = deferred<Answer | Halt>();
    this.asked.push(asked);
    this.worker.postMessage(question, [question.bytes.buffer]);
    const answer = await asked.promise;
    if (answer instanceof Halt) throw answer;
    return answer;
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}

/** The program of a thread: beside this one in the bundle, or its source where the sources run. */
function program(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? '../../commands/tools/thread.ts' : './command-thread.js', import.meta.url);
}
