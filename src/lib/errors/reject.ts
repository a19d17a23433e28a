import type { JsonObject } from '../json/index.ts';
import type { RejectCode } from './codes.ts';

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

/** Costs one record: thrown (or yielded) wherever a record cannot go on. */
export class Reject extends Error {
  override readonly name = 'Reject';
  readonly code: RejectCode;
  readonly details: RejectDetails;

  constructor(code: RejectCode, message: string, details: RejectDetails = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}
