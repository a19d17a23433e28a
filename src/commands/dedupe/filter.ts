import { existsSync } from 'node:fs';
import {
  Groups,
  HASH_WORDS,
  type Hash,
  HashTable,
  type KeyHasher,
  KeyMaker,
  type Keys,
  keyFieldsOf,
  LineKeys,
  Memory,
  MurmurHasher,
  type Normalization,
  type SeenText,
  SipHasher,
} from '../../lib/dedupe/index.ts';
import { Halt, Reject, reasonOf, status } from '../../lib/errors/index.ts';
import type { Filter, RunContext } from '../../lib/filter/index.ts';
import type { JsonObject, QualifiedField } from '../../lib/json/index.ts';
import { BATCH_LINES, type Line, type LineBatch, verdict } from '../../lib/ndjson/index.ts';
import { DroppedRecords, type Match } from './dropped.ts';
import { type Excluded, readExcluded } from './exclude.ts';
import { type Keep, ranking } from './keep.ts';
import { DEFAULT_FIELD, type NearOptions, NearTexts } from './near.ts';

/** The options of `dedupe`, as the command line gives them. */
export interface DedupeOptions extends NearOptions {
  by: readonly QualifiedField[];
  lines: boolean;
  normalize: Normalization;
  missing: 'keep' | 'drop' | 'reject';
  keep?: Keep;
  first: boolean;
  last: boolean;
  count: boolean;
  onlyDuplicates: boolean;
  exclude: string[];
  state?: string;
  /** Seconds. */
  ttl?: number;
  compact: boolean;
  explain: boolean;
  dropped?: string;
  append?: boolean;
}

/** Makes the filter of `dedupe`. @throws Halt 2, 3, 4 */
export async function dedupeFilter(options: DedupeOptions, context: RunContext): Promise<Filter> {
  checkOptions(options);
  const memory = options.state === undefined ? undefined : await openMemory(options.state, options);
  try {
    const keys = keysFor(options, new SipHasher(memory?.key));
    const formerKeys = memory?.formerSeed && keysFor(options, new MurmurHasher(memory.formerSeed));
    const excluded = options.exclude.length > 0 ? await readExcluded(options.exclude, keys, context.stopping) : undefined;
    const explained = options.explain || options.dropped !== undefined;
    const dropped = explained ? await DroppedRecords.open(options.dropped, keys, context, options.append) : undefined;
    const near = options.near === undefined ? undefined : new NearTexts(options, memory);
    return new Dedupe(options, keys, formerKeys, memory, excluded, dropped, near);
  } catch (error) {
    await memory?.close();
    throw error;
  }
}

function checkOptions(options: DedupeOptions): void {
  const { lines, keep, first, last, state, ttl, compact, near, method, threshold, window } = options;
  const nearOnly = method ?? threshold ?? window;
  const refused: [boolean, string][] = [
    [
      typeof near === 'string' && existsSync(near),
      `--near takes a field, and ${near} is a file: say --near content_text ${near}`,
    ],
    [lines && near !== undefined, '--near looks at a field of records; it cannot be used with --lines'],
    [nearOnly !== undefined && near === undefined, '--method, --threshold and --window need --near'],
    [first && last, '--first and --last exclude each other'],
    [keep !== undefined && (first || last), '--keep says which record stays; leave out --first and --last'],
    [
      lines && (keep === 'longest' || keep === 'latest'),
      `--keep ${keep} looks at fields of records; it cannot be used with --lines`,
    ],
    [ttl !== undefined && state === undefined, '--ttl needs --state'],
    [compact && state === undefined, '--compact needs --state'],
  ];
  for (const [met, message] of refused) if (met) throw new Halt(status.usage, message);
}

function keysFor({ by, lines, normalize }: DedupeOptions, hasher: KeyHasher): Keys {
  if (lines) return new LineKeys(normalize, hasher);
  try {
    return new KeyMaker(keyFieldsOf(by, normalize), hasher);
  } catch (error) {
    throw new Halt(status.usage, `--by: ${reasonOf(error)}`);
  }
}

async function openMemory(dir: string, { ttl = Number.POSITIVE_INFINITY, compact }: DedupeOptions): Promise<Memory> {
  if (compact) await Memory.compact(dir, ttl * 1000);
  return Memory.open(dir, ttl * 1000);
}

/** A record that waits for the end of the input. */
interface Held {
  line: Line;
  rank: number;
  /** What to remember it by, if it has a key and there is a memory. */
  hash: Hash | undefined;
  /** How the dropped records call it. */
  place: number | undefined;
}

/** What comes of a dropped line: nothing, maybe once the reader of the dropped ones has room. */
type Dropped = undefined | Promise<undefined>;

class Dedupe implements Filter {
  readonly judge: Filter['judge'];
  readonly #options: DedupeOptions;
  readonly #keys: Keys;
  /** The keys that an earlier version has stored. */
  readonly #formerKeys: Keys | undefined;
  readonly #memory: Memory | undefined;
  readonly #excluded: Excluded | undefined;
  readonly #dropped: DroppedRecords | undefined;
  readonly #near: NearTexts | undefined;
  readonly #seen: HashTable;
  /** How the dropped records call the first record of each key, and of each text. */
  readonly #firstOfKey: number[] = [];
  readonly #firstOfText = new Map<number, number>();
  readonly #groups: Groups<Held> | undefined;
  readonly #groupOfText = new Map<number, number>();
  readonly #rankOf: (line: Line, bytes: Buffer) => number;
  readonly #hashes = new Int32Array(BATCH_LINES * HASH_WORDS);
  /** Kept, so that no compiler takes the approach for useless. */
  approached = 0;
  #duplicates = 0;
  #missing = 0;

  constructor(
    options: DedupeOptions,
    keys: Keys,
    formerKeys: Keys | undefined,
    memory: Memory | undefined,
    excluded: Excluded | undefined,
    dropped: DroppedRecords | undefined,
    near: NearTexts | undefined,
  ) {
    this.#options = options;
    this.#keys = keys;
    this.#formerKeys = formerKeys;
    this.#memory = memory;
    this.#excluded = excluded;
    this.#dropped = dropped;
    this.#near = near;
    this.#seen = new HashTable(dropped !== undefined);
    const { last, keep = last ? 'last' : 'first', count, onlyDuplicates } = options;
    const held = keep !== 'first' || count || onlyDuplicates;
    const needsLines = memory || excluded || dropped || near || held;
    if (!needsLines) this.judge = (batch) => this.#judgeAll(batch);
    this.#rankOf = ranking(keep, near?.field ?? DEFAULT_FIELD);
    const laterOfEquals = keep === 'last' || keep === 'latest';
    if (held) this.#groups = new Groups(({ rank }, kept) => (laterOfEquals ? rank >= kept.rank : rank > kept.rank));
  }

  process(line: Line): Line | Dropped {
    const bytes = line.bytes();
    const result = this.#keys.make(bytes, 0, bytes.length);
    if (result === 'invalid') throw notARecord(line);
    if (result === 'missing') return this.#withoutKey(line, bytes);
    const match = this.#matchBefore(bytes);
    if (match) return this.#drop(line, bytes, match);
    const { hash } = this.#keys;
    if (this.#groups) return this.#group(line, bytes, this.#groups, hash);
    const before = this.#seen.find(hash);
    if (before >= 0) return this.#drop(line, bytes, { method: 'exact', first: this.#firstOfKey[before] });
    return this.#passUnlessNear(line, bytes, hash);
  }

  /** Passes a line on whose key is new, or which has none, unless its text is nearly one before. */
  #passUnlessNear(line: Line, bytes: Buffer, hash?: Hash): Line | Dropped {
    const near = this.#near;
    const text = near?.textOf(bytes);
    const match = text && near?.find(text);
    if (near && match) {
      const { number, similarity } = match;
      return this.#drop(line, bytes, { method: near.method, first: this.#firstOfText.get(number), similarity });
    }
    const first = this.#dropped?.firstAt(line, bytes);
    if (hash) {
      this.#seen.add(hash);
      if (first !== undefined) this.#firstOfKey.push(first);
    }
    if (near && text) {
      const number = near.add(text);
      if (first !== undefined) this.#firstOfText.set(number, first);
    }
    return this.#remembering(line, hash, text);
  }

  /** Gives every line with a key its verdict: it passes if it is the first with that key. */
  #judgeAll({ bytes, starts, ends, verdicts, count }: LineBatch): void {
    const keys = this.#keys;
    const hashes = this.#hashes;
    const seen = this.#seen;
    for (let index = 0, to = 0; index < count; index++, to += HASH_WORDS) {
      // A hash has no first word of 0, so that says that there is none.
      hashes[to] = 0;
      if (keys.make(bytes, starts[index], ends[index]) !== 'key') continue;
      hashes[to] = keys.hash[0];
      hashes[to + 1] = keys.hash[1];
      hashes[to + 2] = keys.hash[2];
    }
    this.approached = seen.approach(hashes, count);
    for (let index = 0, from = 0; index < count; index++, from += HASH_WORDS) {
      if (hashes[from] === 0) verdicts[index] = verdict.look;
      else if (seen.addAt(hashes, from) < 0) verdicts[index] = verdict.pass;
      else {
        verdicts[index] = verdict.drop;
        this.#duplicates++;
      }
    }
  }

  *end(): Generator<Line> {
    if (!this.#groups) return;
    const { onlyDuplicates, count: counted } = this.#options;
    for (const [{ line, hash }, count] of this.#groups.results()) {
      if (onlyDuplicates && count === 1) line.receipt?.settle();
      else {
        const text = this.#memory && this.#near?.textOf(line.bytes());
        yield this.#remembering(counted ? line.with({ count }) : line, hash, text);
      }
    }
  }

  async close(): Promise<void> {
    try {
      await this.#dropped?.close();
    } finally {
      await this.#memory?.close();
    }
  }

  stats(): JsonObject {
    return { duplicates: this.#duplicates, without_key: this.#missing };
  }

  /** Whether the last key made was excluded, or passed on by an earlier run. */
  #matchBefore(bytes: Buffer): Match | undefined {
    const keys = this.#keys;
    const excluded = this.#excluded;
    const memory = this.#memory;
    if (excluded && excluded.keys.find(keys.hash) >= 0) return { method: 'exclude' };
    if (excluded && excluded.bare.size > 0 && keys instanceof KeyMaker) {
      const whole = keys.hash.slice();
      const alone = keys.lastFieldAlone(bytes);
      if (alone && excluded.bare.find(alone) >= 0) return { method: 'exclude' };
      keys.hash.set(whole);
    }
    const former = this.#formerKeys;
    former?.make(bytes, 0, bytes.length);
    const seenAt = memory?.seen(keys.hash, former?.hash);
    return seenAt === undefined ? undefined : { method: 'state', seenAt };
  }

  #withoutKey(line: Line, bytes: Buffer): Line | Dropped {
    this.#missing++;
    const { missing } = this.#options;
    if (missing === 'reject') throw new Reject('MISSING_KEY', 'lacks a field of the key');
    if (missing === 'drop') return this.#dropped?.add(line, { method: 'missing' });
    return this.#groups ? this.#group(line, bytes, this.#groups) : this.#passUnlessNear(line, bytes);
  }

  #drop(line: Line, bytes: Buffer, match: Match): Dropped {
    this.#duplicates++;
    return this.#dropped?.add(line, match, bytes);
  }

  /** Holds a record until the end, in the group of its key or of a text nearly the same, or in one of its own. */
  #group(line: Line, bytes: Buffer, groups: Groups<Held>, hash?: Hash): Dropped {
    const near = this.#near;
    const known = hash ? groups.find(hash) : -1;
    const text = known < 0 ? near?.textOf(bytes) : undefined;
    const match = text && near?.find(text);
    if (near && match && match.number < 0) return this.#drop(line, bytes, { method: near.method, similarity: match.similarity });
    const record: Held = {
      line: held(line),
      rank: this.#rankOf(line, bytes),
      hash: this.#memory && hash?.slice(),
      place: this.#dropped?.firstAt(line, bytes),
    };
    const group = match ? this.#groupOfText.get(match.number) : known;
    if (group === undefined || group < 0) {
      const created = groups.create(record, hash);
      if (near && text) this.#groupOfText.set(near.add(text), created);
      return undefined;
    }
    const { kept, dropped } = groups.join(group, record, hash);
    dropped.line.receipt?.settle();
    const reason = near && match ? { method: near.method, similarity: match.similarity } : ({ method: 'exact' } as const);
    return this.#dropHeld(dropped, { ...reason, first: kept.place });
  }

  #dropHeld({ line }: Held, match: Match): Dropped {
    const bytes = line.bytes();
    // The values of its key are told, and the last key made may be that of another record.
    if (this.#dropped) this.#keys.make(bytes, 0, bytes.length);
    return this.#drop(line, bytes, match);
  }

  /** The line, to be remembered once it has been written. */
  #remembering(line: Line, hash: Hash | undefined, text: SeenText | undefined): Line {
    const memory = this.#memory;
    if (!memory) return line;
    if (text) line.whenWritten(() => this.#near?.remember(text));
    if (!hash) return line;
    const own = hash.slice();
    return line.whenWritten(() => memory.remember(own));
  }
}

/** The line, kept beyond its turn: what waits for it to be written goes on waiting. */
function held(line: Line): Line {
  line.receipt?.hold();
  return line.detach();
}

/** The reject that parsing the line gives. */
function notARecord(line: Line): Reject {
  try {
    void line.record;
  } catch (error) {
    if (error instanceof Reject) return error;
  }
  return new Reject('BAD_JSON', 'not JSON');
}
