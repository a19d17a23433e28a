/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
/** A JSON object: a record, or a part of one. */
export type JsonObject = { [key: string]: Json };

/** What a reject tells beyond its code and message; `attempts` and the like go into the reject's `error` as they are. */
export interface RejectDetails {
  /** What the message is about, where that is not the record's own URL or id. */
  subject?: string;
  /** Where it came from, where that is not the source of the record (a queue). */
  source?: string;
  /** The line of the input it stands in, where that is not the record's own (an outline inside an OPML document). */
  line?: number;
  /** The text it stands for, where there is no record. */
  text?: string;
  /** The record it stands for, where that is not the one that was read. */
  record?: JsonObject;
  /** Known trouble that leaves the exit status as it is. */
  tolerated?: boolean;
  /** Further members of the reject's `error`. */
  more?: JsonObject;
}

/** Costs one record: thrown (or yielded) wherever a record cannot go on. `code` is upper case and stable. */
export class Reject extends Error {
  override readonly name = 'Reject';
  readonly code: string;
  readonly details: RejectDetails;

  constructor(code: string, message: string, details: RejectDetails = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

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

const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EISDIR: 'is a directory',
  ENOENT: 'no such file or directory',
  ENOSPC: 'no space left on device',
  ENOTDIR: 'a part of the path is not a directory',
  EMFILE: 'too many open files',
  EROFS: 'read-only file system',
};

/** The first line of what went wrong, in words for people: `no space left on device` rather than `ENOSPC: …, write`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const known = reasons[(error as NodeJS.ErrnoException).code ?? ''];
  return known ?? (error.message.split('\n', 1)[0] || error.name);
}
