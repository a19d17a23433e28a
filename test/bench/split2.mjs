// What a Node program does without a runner of its own: lines by split2, JSON.parse, a field, JSON.stringify.
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import split2 from 'split2';

const add = new Transform({
  writableObjectMode: true,
  transform(record, _encoding, done) {
    record.x = 1;
    done(null, `${JSON.stringify(record)}\n`);
  },
});
await pipeline(process.stdin, split2(JSON.parse), add, process.stdout);
