import { constants } from 'node:os';

const asked = ['SIGTERM', 'SIGINT'] as const;

/** What a signal asked of the run. The first one asks it to finish; a second one ends the process at once. */
export class Signals {
  /** The exit status of the signal that came: 143 for SIGTERM, 130 for SIGINT. */
  status: number | undefined;
  readonly #controller = new AbortController();
  readonly #handler = (signal: NodeJS.Signals) => this.#caught(signal);

  constructor() {
    for (const signal of asked) process.on(signal, this.#handler);
  }

  /** Set when a signal has come. */
  get stop(): AbortSignal {
    return this.#controller.signal;
  }

  release(): void {
    for (const signal of asked) process.off(signal, this.#handler);
  }

  #caught(signal: NodeJS.Signals): void {
    const exitStatus = 128 + constants.signals[signal];
    // Nothing is waited for any more, so what is pending may be lost: that is what a second signal asks for.
    if (this.status !== undefined) process.exit(exitStatus);
    this.status = exitStatus;
    this.#controller.abort();
  }
}
