import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import split2 from 'split2';
import { endWithProcess } from '../children.ts';
import { readLines } from '../host/channel.ts';

/** What became of a line that was sent: the line that came back, or how the process ended without one. */
export type Reply = { readonly line: string } | { readonly died: string; readonly late?: boolean };

/** How much is shown of one line that the command writes to standard error, in bytes. */
const LONGEST_SAID = 4096;
/** How long the command may take to end after its input has, in ms. */
const CLOSE = 2000;

export interface CoprocessOptions {
  readonly command: string;
  /** For one line, in ms. */
  readonly timeout: number;
  /** The longest line taken as an answer, in bytes. */
  readonly maxValue: number;
  said(line: string): void;
}

/** A command that runs beside this program, and answers a line for a line. It is run by the shell, in a process group of its own. */
export class Coprocess {
  readonly #options: CoprocessOptions;
  readonly #child: ChildProcessWithoutNullStreams;
  #settle: ((reply: Reply) => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #reason: string | undefined;
  #late = false;
  /** Whether it can be given a line. */
  alive = true;
  readonly #exited: Promise<void>;
  readonly #forget: () => void;

  constructor(options: CoprocessOptions) {
    this.#options = options;
    this.#child = spawn('/bin/sh', ['-c', options.command], { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    const child = this.#child;
    // That it does not read any more is told by its end.
    child.stdin.on('error', () => {});
    child.stdout
      .pipe(split2({ maxLength: options.maxValue }))
      .on('data', (line: string) => this.#heard(line))
      .on('error', () => this.#kill(`answered a line of more than --max-value ${options.maxValue} bytes`));
    readLines(child.stderr, LONGEST_SAID, options.said);
    this.#forget = endWithProcess(() => this.#kill('was left behind'));
    this.#exited = new Promise((resolve) => {
      child.on('error', (error) => resolve(this.#ended(`could not be started: ${error.message}`)));
      child.on('exit', (code, signal) => {
        // What it wrote before it ended may still be on its way.
        setImmediate(() => resolve(this.#ended(signal === null ? `ended with status ${code}` : `ended by ${signal}`)));
      });
    });
  }

  /** Sends a line; one at a time. */
  ask(line: Buffer): Promise<Reply> {
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#timer = setTimeout(() => {
        this.#late = true;
        this.#kill(`gave no answer within ${this.#options.timeout / 1000} s`);
      }, this.#options.timeout);
      this.#child.stdin.write(line);
      this.#child.stdin.write('\n');
    });
  }

  /** Ends its input and waits for its end; a command that does not end is ended. */
  async close(): Promise<void> {
    const timer = setTimeout(() => this.#kill('was not closed in time'), this.#settle ? 0 : CLOSE);
    this.#child.stdin.end();
    await this.#exited;
    clearTimeout(timer);
  }

  #heard(line: string): void {
    const settle = this.#settle;
    // A line that nobody asked for would be taken for the answer to the next record.
    if (!settle) {
      this.#kill('wrote a line that nothing was asked for');
      return;
    }
    this.#settle = undefined;
    clearTimeout(this.#timer);
    settle({ line });
  }

  #kill(reason: string): void {
    this.alive = false;
    this.#reason ??= reason;
    try {
      process.kill(-this.#child.pid!, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  }

  #ended(how: string): void {
    this.alive = false;
    this.#forget();
    clearTimeout(this.#timer);
    this.#settle?.({ died: this.#reason ?? how, late: this.#late });
    this.#settle = undefined;
  }
}
