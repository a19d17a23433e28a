import { count, defineCommand, field, flag, oneOf, option, seconds, text } from '../lib/cli/index.ts';
import { Halt, Reject, status } from '../lib/errors/index.ts';
import { type Filter, notBegun } from '../lib/filter/index.ts';
import { type Field, type JsonObject, parseField, valueAt } from '../lib/json/index.ts';
import type { Line } from '../lib/ndjson/index.ts';
import {
  type Address,
  address,
  Checker,
  comparison,
  cost,
  isAddress,
  isHopelessCode,
  NotBegun,
  parseAddress,
  S3Client,
  settle,
} from '../lib/s3/index.ts';
import { s3Options, s3OptionsOf } from './s3exists/options.ts';

const defaultKeyField = parseField('key');
const addressFields = [parseField('url'), defaultKeyField];

export const command = defineCommand({
  name: 's3exists',
  summary: 'check whether objects exist in S3, with few requests',
  about: [
    '`s3exists` looks up the object that each record names and adds `s3`: whether it exists, its size, ETag and date. A record names an object by ' +
      '`bucket` and `key`, by a `url` that begins with `s3://`, or by the field of `--key-field` with `--bucket`. A line may also be a bare `s3://bucket/key`. ' +
      'The key is everything after the bucket, unchanged: `%2F`, `+` and `a/../b` are not decoded or resolved.',
    'One page of LIST covers up to 1,000 neighbouring keys and costs as much as 12.5 HEADs. So `--strategy auto` collects keys per bucket for a moment and ' +
      'sorts them. It uses LIST where a page resolves at least 13 of them (2 with `--optimize requests`), and HEAD elsewhere; ' +
      'with `--optimize time` both run towards each other. Directory buckets, whose LIST is unordered, are checked by HEAD (without the session that AWS requires).',
    'If S3 does not say whether an object exists (403), `exists` is null and `error` is `forbidden`. A record of a bucket that does not exist is rejected.',
    'If S3 refuses the keys, or the bucket of `--bucket` does not exist, the command ends with status 4 after the first answer.',
    'With `--size-field`, `--etag-field` or `--md5-field`, `s3.state` is `new`, `changed` or `same`. The ETag of an object that was uploaded in parts is not an ' +
      'MD5, so `--md5-field` reports it as changed.',
    'Keys and region come from the environment (`AWS_ACCESS_KEY_ID`, `AWS_REGION`, `AWS_PROFILE`, `AWS_ENDPOINT_URL_S3` and the like), then ' +
      '`~/.aws/config` and `~/.aws/credentials`, as in other AWS tools. For roles, single sign-on and instance metadata, the package ' +
      '@aws-sdk/credential-providers is used if it is installed beside feedmill. Requests follow a bucket to its region.',
    '`--stats` adds `heads`, `lists`, `gets`, `retries` and `cost_usd`, the price of the requests for S3 Standard.',
  ],
  waits: { concurrency: 64, timeout: 60, about: 'for one request, with its retries and delays' },
  options: {
    bucket: option('--bucket NAME', 'Bucket of every record', text),
    keyField: option('--key-field FIELD', 'Field that holds the key', field),
    strategy: option('--strategy HOW', 'Request to use: auto, head or list', oneOf('auto', 'head', 'list'), 'auto'),
    optimize: option('--optimize WHAT', 'What auto minimizes: cost, time or requests', oneOf('cost', 'time', 'requests'), 'cost'),
    batch: option('--batch N', 'Maximum keys of a bucket looked up together', count(), 10_000),
    batchDelay: option('--batch-delay DURATION', 'Maximum delay before a batch of keys is looked up', seconds, 0.05, '50ms'),
    missing: flag('--missing', 'Emit only records whose object does not exist'),
    existing: flag('--existing', 'Emit only records whose object exists'),
    sizeField: option('--size-field FIELD', 'Compare with the size in this field', field),
    etagField: option('--etag-field FIELD', 'Compare with the ETag in this field', field),
    md5Field: option('--md5-field FIELD', 'Compare with the MD5 in this field', field),
    forbiddenIsMissing: flag('--forbidden-is-missing', 'Treat 403 as an object that does not exist'),
    ...s3Options,
    retries: option('--retries N', 'Retries when S3 is slow or the connection breaks', count(0), 5),
    retryDelay: option('--retry-delay DURATION', 'Delay before the first retry; doubles each time', seconds, 0.2),
  },
  records: {
    reads: ['record', 'url'],
    writes: 'located',
    passes: true,
    needs: ({ bucket, keyField }) => {
      const hint = 'say with --bucket and --key-field where its key is';
      return [{ anyOf: keyField === undefined && bucket === undefined ? addressFields : [keyField ?? defaultKeyField], hint }];
    },
  },
  rejects: [
    'BAD_ADDRESS',
    'BAD_FIELD',
    'FORBIDDEN',
    'NO_SUCH_BUCKET',
    'INVALID_ACCESS_KEY_ID',
    'SIGNATURE_DOES_NOT_MATCH',
    'EXPIRED_TOKEN',
    'INVALID_TOKEN',
    'TOKEN_REFRESH_REQUIRED',
    'INVALID_SECURITY',
    'NOT_SIGNED_UP',
    'REQUEST_TIME_TOO_SKEWED',
    'ACCESS_DENIED',
    'HTTP_NNN',
    'DNS',
    'REFUSED',
    'RESET',
    'TIMEOUT',
    'TLS',
    'TRUNCATED',
    'BAD_RESPONSE',
  ],
  examples: [
    ['s3exists --missing < keys.ndjson > todo.ndjson', 'keep the records whose object does not exist yet'],
    [
      'find . -type f -printf \'{"key":"%P","size":%s}\\n\' | s3exists --bucket b --size-field size | jq -r \'select(.s3.state != "same").key\'',
      'name the files that are new or differ in size',
    ],
    ['echo s3://bucket/key | s3exists --endpoint http://127.0.0.1:9000', 'ask a server of your own'],
  ],
  seeAlso: ['fetch', 'dedupe'],
  create(options, { concurrency = 64, timeout = 60, stopping }): Filter {
    const { missing, existing, sizeField, etagField, md5Field, strategy, optimize, batch, batchDelay } = options;
    if (missing && existing) throw new Halt(status.usage, '--missing and --existing leave nothing');
    const settings = settle(s3OptionsOf(options), process.env);
    const { retries, retryDelay } = options;
    const limits = { concurrency, timeout: timeout * 1000, idleTimeout: timeout * 1000, retries, retryDelay: retryDelay * 1000 };
    const client = new S3Client(settings, { ...limits, failFast: true, stopping });
    const checker = new Checker(client, { strategy, optimize, batch, wait: batchDelay * 1000 });
    stopping.addEventListener('abort', () => checker.flush());
    const compares = [sizeField, etagField, md5Field].some((field) => field !== undefined);

    const look = async (line: Line) => {
      const { record } = line;
      const compare = compares ? comparison(record, { sizeField, etagField, md5Field }) : undefined;
      let found = await checker.check(addressOf(record, options));
      if (found.exists === null && options.forbiddenIsMissing) {
        const { error: _, ...known } = found;
        found = { ...known, exists: false };
      }
      if (found.exists === null && (missing || existing))
        throw new Reject('FORBIDDEN', 'S3 does not say whether the object exists');
      if ((missing && found.exists) || (existing && !found.exists)) return undefined;
      const state = compare?.(found);
      return line.with({ s3: { ...found, ...(state && { state }) } });
    };
    return {
      window: strategy === 'head' ? concurrency : Math.max(batch, concurrency),
      process(line) {
        // Not by `bareLine`, which is given the line without the white space at its end: here that is part of the key.
        const bare = line.looksLikeObject() ? '' : line.text().trimStart();
        if (isAddress(bare)) line.become({ url: bare });
        return look(line).catch((error) => {
          if (error instanceof NotBegun) return notBegun;
          // With --bucket every record would fail alike.
          const isHopeless = error instanceof Reject && isHopelessCode(error.code);
          if (isHopeless && (error.code !== 'NO_SUCH_BUCKET' || options.bucket !== undefined)) {
            throw new Halt(status.failed, `S3 refuses every request: ${error.message}`);
          }
          throw error;
        });
      },
      inputEnded: () => checker.flush(),
      close: () => client.close(),
      stats: () => ({ ...client.counts, cost_usd: Number(cost(client.counts).toPrecision(6)) }),
    };
  },
});

function addressOf(record: JsonObject, { bucket, keyField }: { bucket?: string; keyField?: Field }): Address {
  if (keyField !== undefined || bucket !== undefined) {
    const key = valueAt(record, keyField ?? defaultKeyField);
    const named = bucket ?? record.bucket;
    if (typeof key === 'string' && named === undefined && isAddress(key)) return parseAddress(key);
    if (key !== undefined || keyField !== undefined) return address(named, key);
  }
  if (record.key === undefined && typeof record.url === 'string') return parseAddress(record.url);
  return address(record.bucket, record.key);
}
