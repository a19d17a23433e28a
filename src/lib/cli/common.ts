import { MAX_LINE } from '../ndjson/index.ts';
import type { Command } from './command.ts';
import { bytes, count, flag, limit, type OptionSpecs, oneOf, option, outputFile } from './options.ts';

/** The options that every command has. */
export const commonOptions = {
  output: outputFile('-o, --output PATH', 'Write records to this file or FIFO instead of standard output'),
  rejects: outputFile('--rejects PATH', 'Write rejected records to this file or FIFO, one JSON object a line'),
  append: flag('--append', 'Append to the files of --output and --rejects instead of truncating them'),
  atomic: flag('--atomic', 'Make the file of --output appear complete or not at all'),
  wait: option('--wait DURATION', 'Give up a FIFO that has no reader for this long (default: wait for ever)', limit),
  allowRejects: flag('--allow-rejects', 'Exit 0 although records were rejected'),
  follow: flag('--follow', 'Keep FIFOs open after their last writer leaves, and read all of them at once'),
  maxLine: option('--max-line BYTES', 'Longest line accepted', bytes, MAX_LINE, '64MiB'),
  lock: outputFile(
    '--lock PATH',
    'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME',
  ),
  progress: flag('--progress', 'Show progress on standard error, terminal or not'),
  noProgress: flag('--no-progress', 'Show no progress'),
  stats: flag('--stats', 'Write one JSON line of counts to standard error at the end'),
  quiet: flag('-q, --quiet', 'Show only errors on standard error, and one line for all rejects'),
  verbose: flag('-v, --verbose', 'Show more on standard error'),
  logFormat: option('--log-format FORM', 'Format of the lines on standard error: text or json', oneOf('text', 'json'), 'text'),
} satisfies OptionSpecs;

/** The options of a command that computes. */
export const computeOptions = {
  jobs: option('-j, --jobs N', 'Use N threads once the work has lasted half a second; records stay in order', count(), 1),
} satisfies OptionSpecs;

/** The options of a command that waits on something. */
export function waitOptions(waits: NonNullable<Command['waits']>) {
  return {
    concurrency: option('-c, --concurrency N', 'Maximum records under way at once', count(), waits.concurrency),
    ordered: flag('--ordered', 'Write results in input order instead of as they complete'),
    timeout: option('--timeout DURATION', `${waits.about}; 0 means no limit`, limit, waits.timeout),
  } satisfies OptionSpecs;
}
