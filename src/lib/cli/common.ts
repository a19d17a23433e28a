import type { Command } from './command.ts';
import { bytes, count, flag, limit, type OptionSpecs, oneOf, option, outputFile } from './options.ts';

/** The options that every command has. */
export const commonOptions = {
  output: outputFile('-o, --output PATH', 'write records to this file or FIFO instead of standard output'),
  rejects: outputFile('--rejects PATH', 'write rejected records to this file or FIFO, one JSON object a line'),
  append: flag('--append', 'add to the files of --output and --rejects instead of truncating them'),
  atomic: flag('--atomic', 'have the file of --output appear complete, or not at all'),
  wait: option('--wait DURATION', 'give up a FIFO that has no reader for this long (default: wait for ever)', limit),
  allowRejects: flag('--allow-rejects', 'exit 0 although records were rejected'),
  follow: flag('--follow', 'keep FIFOs open after their last writer leaves, and read all of them at once'),
  maxLine: option('--max-line BYTES', 'longest line accepted', bytes, 64 * 2 ** 20, '64MiB'),
  lock: outputFile(
    '--lock PATH',
    'one run at a time: exit 3 at once while another run holds this lock, a file or redis://HOST/DB/NAME',
  ),
  progress: flag('--progress', 'show progress on standard error, terminal or not'),
  noProgress: flag('--no-progress', 'show no progress'),
  stats: flag('--stats', 'at the end, write one JSON line of counts to standard error'),
  quiet: flag('-q, --quiet', 'only errors on standard error, and one line for all rejects'),
  verbose: flag('-v, --verbose', 'more on standard error'),
  logFormat: option('--log-format FORM', 'form of the lines on standard error: text or json', oneOf('text', 'json'), 'text'),
} satisfies OptionSpecs;

/** The options of a command that computes. */
export const computeOptions = {
  jobs: option(
    '-j, --jobs N',
    'spread the work over N threads, once it has lasted half a second; records stay in order',
    count(),
    1,
  ),
} satisfies OptionSpecs;

/** The options of a command that waits on something. */
export function waitOptions(waits: NonNullable<Command['waits']>) {
  return {
    concurrency: option('-c, --concurrency N', 'how many records are under way at once', count(), waits.concurrency),
    ordered: flag('--ordered', 'give results in input order instead of as they complete'),
    timeout: option('--timeout DURATION', `${waits.about}; 0 means no limit`, limit, waits.timeout),
  } satisfies OptionSpecs;
}
