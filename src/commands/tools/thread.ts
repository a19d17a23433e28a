// A thread of `--jobs`: makes the filter of one command, and answers each record or document with what comes of it.
import { workerData } from 'node:worker_threads';
import { prepareQuietly, type Question, type Ready, type Results, type ThreadData } from '../../lib/cli/index.ts';
import { Reject } from '../../lib/errors/index.ts';
import { collect, Log, type Piece, rejectOf } from '../../lib/filter/index.ts';
import { Line } from '../../lib/ndjson/index.ts';
import { commands } from '../index.ts';

const { name, args, port } = workerData as ThreadData;
const loaded = await commands[name]?.();
if (!loaded) throw new Error(`no command ${name}`);
const prepared = prepareQuietly(loaded.command, args);
const filter = await prepared.create({ log: new Log(name, prepared.options), stopping: new AbortController().signal });

let before = Promise.resolve();
port.on('message', (question: Question) => {
  // One after another, so that answers come in the order of the questions.
  before = before.then(async () => {
    const answer = await answerTo(question);
    port.postMessage(answer, [answer.lines.buffer]);
  });
});
port.postMessage('ready' satisfies Ready);

async function answerTo({ bytes, isDocument }: Question): Promise<Results> {
  const line = new Line('', 0, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length);
  const lines: Buffer[] = [];
  const pieces: Results['pieces'] = [];
  // A command that computes begins every line that it is given.
  for (const piece of (await collect(filter, line, isDocument)) as Piece[]) {
    const made = piece instanceof Reject ? piece : bytesOf(piece);
    if (made instanceof Reject) {
      pieces.push({ code: made.code, message: made.message, details: made.details });
    } else {
      lines.push(made);
      pieces.push(made.length);
    }
  }
  return { lines: joined(lines), pieces };
}

/** The bytes of a line, or why it cannot be written. */
function bytesOf(line: Line): Buffer | Reject {
  try {
    return line.bytes();
  } catch (error) {
    return rejectOf(error);
  }
}

/** All lines in one buffer of its own, which can be handed over without being copied. */
function joined(lines: Buffer[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(lines.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const text of lines) {
    all.set(text, at);
    at += text.length;
  }
  return all;
}
