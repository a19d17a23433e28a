import tty from 'node:tty';
import picocolors from 'picocolors';
import { Output } from '../io/index.ts';
import type { JsonObject } from '../json/index.ts';
import { printable, printableJson, shownMessage } from '../terminal/index.ts';

export type Level = 'error' | 'warning' | 'info' | 'debug';
const rank: Record<Level, number> = { error: 0, warning: 1, info: 2, debug: 3 };

export interface LogOptions {
  quiet?: boolean;
  verbose?: boolean;
  logFormat?: 'text' | 'json';
}

/** The lines on standard error: one a message, as text for people or as JSON, and the progress line on a terminal. */
export class Log {
  readonly isTerminal: boolean;
  readonly colors: ReturnType<typeof picocolors.createColors>;
  readonly command: string;
  readonly #options: LogOptions;
  /** What all logs of a process share: standard error, and how many rows of progress stand there. */
  readonly #screen: { readonly output: Output; rows: number };

  constructor(command: string, options: LogOptions, sharedWith?: Log) {
    this.command = command;
    this.#options = options;
    this.#screen = sharedWith ? sharedWith.#screen : { output: Output.standard(2), rows: 0 };
    this.isTerminal = tty.isatty(2);
    const wanted = process.env.NO_COLOR === undefined && process.env.TERM !== 'dumb';
    this.colors = picocolors.createColors(this.isTerminal && wanted && options.logFormat !== 'json');
  }

  /** Whether messages of this level are shown: errors with --quiet, debugging with --verbose. */
  shows(level: Level): boolean {
    return rank[level] <= (this.#options.quiet ? rank.error : this.#options.verbose ? rank.debug : rank.info);
  }

  error(message: string, more?: JsonObject): void {
    this.#say('error', message, more);
  }

  warning(message: string, more?: JsonObject): void {
    this.#say('warning', message, more);
  }

  info(message: string, more?: JsonObject): void {
    this.#say('info', message, more);
  }

  debug(message: string, more?: JsonObject): void {
    this.#say('debug', message, more);
  }

  /** A line of JSON, whatever the level: for `--stats`. */
  json(value: JsonObject): void {
    this.clearProgress();
    this.#line(printableJson(value));
  }

  /** Shows rows in place of those shown last; on what is no terminal, as lines of their own. */
  progress(rows: readonly string[]): void {
    const screen = this.#screen;
    if (this.#options.logFormat === 'json') {
      for (const message of rows) this.#line(printableJson({ level: 'progress', command: this.command, message }));
    } else if (!this.isTerminal) {
      for (const row of rows) this.#line(printable(row));
    } else {
      const width = Math.max(20, (process.stderr.columns ?? 80) - 1);
      this.clearProgress();
      screen.output.text(rows.map((row) => this.colors.dim(printable(row).slice(0, width))).join('\n'));
      screen.rows = rows.length;
    }
  }

  clearProgress(): void {
    const screen = this.#screen;
    if (screen.rows === 0) return;
    screen.output.text(`\r\u001b[K${'\u001b[A\u001b[K'.repeat(screen.rows - 1)}`);
    screen.rows = 0;
    // Before anything else is written to the terminal.
    screen.output.flush();
  }

  /** Waits while the reader of standard error is slow; one that has gone is no matter. */
  async drained(): Promise<void> {
    if (this.#screen.output.blocked) await this.#screen.output.drained().catch(() => {});
  }

  async close(): Promise<void> {
    this.clearProgress();
    await this.#screen.output.close().catch(() => {});
  }

  #say(level: Level, message: string, more: JsonObject = {}): void {
    if (!this.shows(level)) return;
    this.clearProgress();
    const shown = shownMessage(message);
    if (this.#options.logFormat === 'json') {
      this.#line(printableJson({ level, command: this.command, message: shown, ...more }));
      return;
    }
    const text = printable(`${this.command}: ${shown}`);
    this.#line(level === 'error' ? this.colors.red(text) : level === 'warning' ? this.colors.yellow(text) : text);
  }

  #line(text: string): void {
    this.#screen.output.text(text);
    this.#screen.output.newline();
  }
}
