import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import split2 from 'split2';
import { endWithProcess } from '../children.ts';
import { readLines } from '../host/channel.ts';

/** The answer to a line, or how the process ended without one. */
export type Reply = { readonly line: string } | { readonly died: string; readonly late?: boolean };

/** Maximum length of a reported line of standard error, in bytes. */
const LONGEST_SAID = 4096;
/** Time limit for the command to exit after the end of its input, in ms. */
const CLOSE = 2000;

export interface CoprocessOptions {
  readonly command: string;
  /** Time limit for one line, in ms. */
  readonly timeout: number;
  /** Maximum length of an answer, in bytes. */
  readonly maxValue: number;
  said(line: string): void;
}

/** A long-running command that answers one line per line. The shell runs it, in its own process group. */
export class Coprocess {
  readonly #options: CoprocessOptions;
  readonly #child: ChildProcessWithoutNullStreams;
  #settle: ((reply: Reply) => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #reason: string | undefined;
  #late = false;
  /** Whether it accepts a line. */
  alive = true;
  readonly #exited: Promise<void>;
  readonly #forget: () => void;

  constructor(options: CoprocessOptions) {
    this.#options = options;
    this.#child = spawn('/bin/sh', ['-c', options.command], { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    const child = this.#child;
    // A closed input is reported by the exit of the process.
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
        // Output written before the exit may not have been read yet.
        setImmediate(() => resolve(this.#ended(signal === null ? `ended with status ${code}` : `ended by ${signal}`)));
      });
    });
  }

  /** Sends a line. Only one line at a time. */
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

  /** Closes its input and waits for its exit; kills it after a time limit. */
  async close(): Promise<void> {
    const timer = setTimeout(() => this.#kill('was not closed in time'), this.#settle ? 0 : CLOSE);
    this.#child.stdin.end();
    await this.#exited;
    clearTimeout(timer);
  }

  #heard(line: string): void {
    const settle = this.#settle;
    // An unrequested line would be taken as the answer to the next record.
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
