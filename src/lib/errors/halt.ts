/** The exit statuses of every command (contract, section 4). */
export const status = { ok: 0, rejects: 1, usage: 2, locked: 3, failed: 4, readerGone: 141 } as const;

/** Ends the run with one line on standard error and an exit status of 2 (usage), 3 (locked) or 4 (cannot go on). */
export class Halt extends Error {
  override readonly name = 'Halt';
  readonly status: number;

  constructor(exitStatus: number, message: string) {
    super(message);
    this.status = exitStatus;
  }
}
