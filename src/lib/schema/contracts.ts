import type { RecordName } from './records.ts';

/** What a command reads and writes, unless its options say otherwise. */
export interface Contract {
  /** What a line, or a document, that it reads may be. */
  readonly reads: readonly RecordName[];
  /** What a line that it writes is. */
  readonly writes: RecordName;
  /** Whether what it writes has all other fields of what it read. */
  readonly passes: boolean;
}

/** The contract of every command, by its name. */
export const contracts: Readonly<Record<string, Contract>> = {
  opml2feeds: { reads: ['document'], writes: 'feed', passes: false },
  fetch: { reads: ['feed', 'url'], writes: 'response', passes: true },
  parse: { reads: ['response', 'document'], writes: 'item', passes: false },
  enrich: { reads: ['record'], writes: 'enriched', passes: true },
  dedupe: { reads: ['record'], writes: 'record', passes: true },
  keywords: { reads: ['record'], writes: 'keyworded', passes: true },
  s3exists: { reads: ['record', 'url'], writes: 'located', passes: true },
  peek: { reads: ['record'], writes: 'record', passes: true },
  feeds2opml: { reads: ['feed', 'url'], writes: 'document', passes: false },
  // What they give was made elsewhere, by a pipeline or on another machine.
  enqueue: { reads: ['record', 'url'], writes: 'record', passes: false },
  work: { reads: ['record'], writes: 'record', passes: false },
  dequeue: { reads: ['record'], writes: 'record', passes: false },
  queue: { reads: ['record'], writes: 'record', passes: false },
};
