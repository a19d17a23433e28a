// Loaded with NODE_OPTIONS=--require: when the process ends, appends its name, its peak of resident memory in kB and its CPU time in µs
// to the file FEEDMILL_PEAKS.
const { appendFileSync } = require('node:fs');
const { basename } = require('node:path');
const { isMainThread } = require('node:worker_threads');

if (isMainThread) {
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    appendFileSync(process.env.FEEDMILL_PEAKS, `${basename(process.argv[1])} ${maxRSS} ${userCPUTime + systemCPUTime}\n`);
  });
}
