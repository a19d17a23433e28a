// Loaded with NODE_OPTIONS=--require: writes the peak of the process's resident memory, in kB, to FEEDMILL_PEAKS when it ends.
const { appendFileSync } = require('node:fs');
const { basename } = require('node:path');
const { isMainThread } = require('node:worker_threads');

if (isMainThread) {
  process.on('exit', () => {
    appendFileSync(process.env.FEEDMILL_PEAKS, `${basename(process.argv[1])} ${process.resourceUsage().maxRSS}\n`);
  });
}
