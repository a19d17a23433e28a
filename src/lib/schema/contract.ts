import type { Field } from '../json/index.ts';
import type { RecordName } from './records.ts';

/** What a command needs of a record to have something to do. */
export interface Need {
  /** One of these fields is enough. */
  readonly anyOf: readonly Field[];
  /** What to do where no record has any. */
  readonly hint: string;
  /** Set where the fields are those of an item: a feed or a response has still to become one. */
  readonly ofItem?: boolean;
}

/** What a command reads and writes, by the values `O` of its options. */
export interface Contract<O> {
  /** What a line, or a document, that it reads may be. */
  readonly reads: readonly RecordName[];
  /** What a line that it writes is. */
  readonly writes: RecordName;
  /** Whether what it writes has all other fields of what it read. */
  readonly passes: boolean;
  /** Whether the fields of what it writes are unknown before the run. */
  opaque?(options: O): boolean;
  /** What it needs of the records it reads: all of these. */
  needs?(options: O): readonly Need[];
}
