// A thread of `--jobs`: makes the filter of one command, and answers each record or document with what comes of it.
import { workerData } from 'node:worker_threads';
import { type Answer, prepareQuietly, type Question, type Ready, type ThreadData } from '../../lib/cli/index.ts';
import { Reject, reasonOf } from '../../lib/errors/index.ts';
import { Log, type Yield } from '../../lib/filter/index.ts';
import { Line } from '../../lib/ndjson/index.ts';
import { commands } from '../index.ts';

const { name, args, port } = workerData as ThreadData;
const prepared = prepareQuietly((await commands[name]()).command, args);
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

async function answerTo({ bytes, isDocument }: Question): Promise<Answer> {
  const line = new Line('', 0, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length);
  const lines: Buffer[] = [];
  const pieces: Answer['pieces'] = [];
  const add = (piece: Line | Reject) => {
    if (piece instanceof Reject) {
      pieces.push({ code: piece.code, message: piece.message, details: piece.details });
      return;
    }
    const text = piece.bytes();
    lines.push(text);
    pieces.push(text.length);
  };
  try {
    const result = (await (isDocument ? filter.document?.read(line) : filter.process(line))) as Yield;
    if (result instanceof Line || result instanceof Reject) add(result);
    else if (result) for await (const piece of result) add(piece);
  } catch (error) {
    add(error instanceof Reject ? error : new Reject('INTERNAL_ERROR', `unexpected: ${reasonOf(error)}`));
  }
  return { lines: joined(lines), pieces };
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
