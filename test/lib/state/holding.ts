import { openStore } from '../../../src/lib/state/index.ts';

/** Started by the tests: opens part ARGV[3] of the store ARGV[2], tells so, and puts key after key, telling the last committed. */
const [, , dir = '', name = '', ...rest] = process.argv;
const part = await openStore(dir, name);
process.stdout.write('held\n');
if (rest.includes('hold')) setInterval(() => {}, 1000);
else
  for (let number = 0; ; number++) {
    part.put(`key${number}`, number);
    if (number % 500 !== 499) continue;
    await part.committed();
    process.stdout.write(`${number}\n`);
    await new Promise(setImmediate);
  }
