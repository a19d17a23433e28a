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
  summary: 'tell whether objects exist in S3, at the fewest requests',
  about: [
    '`s3exists` looks up the object that each record names and adds `s3`: whether it exists, its size, ETag and date. A record names an object by ' +
      '`bucket` and `key`, by a `url` that begins with `s3://`, by the field of `--key-field` with `--bucket`; or the line is a bare `s3://bucket/key`. ' +
      'Whatever follows the bucket is the key as it stands: `%2F`, `+` and `a/../b` mean themselves.',
    'A page of LIST answers for up to 1,000 neighbouring keys and costs as much as 12.5 HEADs. So `--strategy auto` collects keys for a moment, bucket by ' +
      'bucket, sorts them, and goes over them with LIST where a page resolves at least 13 of them (2 with `--optimize requests`), and with HEAD where it does not; ' +
      'with `--optimize time` both run towards each other. Directory buckets, whose LIST is in no order, are asked by HEAD (without the session that AWS itself wants for them).',
    'Where S3 does not say whether an object exists (403), `exists` is null and `error` is `forbidden`; a record of a bucket that does not exist is rejected.',
    'When S3 refuses the keys, or the bucket of `--bucket` does not exist, the command ends with status 4 after the first answer.',
    'With `--size-field`, `--etag-field` or `--md5-field`, `s3.state` is `new`, `changed` or `same`. An object that was uploaded in parts has no MD5 for its ' +
      'ETag, so `--md5-field` finds it changed.',
    'Keys and region are found as by other AWS tools: the environment (`AWS_ACCESS_KEY_ID`, `AWS_REGION`, `AWS_PROFILE`, `AWS_ENDPOINT_URL_S3` and the like), then ' +
      '`~/.aws/config` and `~/.aws/credentials`. For roles, single sign-on and the metadata of an instance, the package @aws-sdk/credential-providers is used when it is ' +
      'installed beside feedmill. A bucket in another region is followed there.',
    '`--stats` adds `heads`, `lists`, `gets`, `retries` and `cost_usd`, what the requests cost at the list prices of S3 Standard.',
  ],
  waits: { concurrency: 64, timeout: 60, about: 'for one request, its retries and waits included' },
  options: {
    bucket: option('--bucket NAME', 'the bucket of every record', text),
    keyField: option('--key-field FIELD', 'the field that holds the key', field),
    strategy: option('--strategy HOW', 'how to look keys up: auto, head or list', oneOf('auto', 'head', 'list'), 'auto'),
    optimize: option('--optimize WHAT', 'what auto keeps low: cost, time or requests', oneOf('cost', 'time', 'requests'), 'cost'),
    batch: option('--batch N', 'look up to this many keys of a bucket up together', count(), 10_000),
    batchDelay: option('--batch-delay DURATION', 'maximum delay before a batch of keys is looked up', seconds, 0.05, '50ms'),
    missing: flag('--missing', 'pass on only records whose object does not exist'),
    existing: flag('--existing', 'pass on only records whose object exists'),
    sizeField: option('--size-field FIELD', 'compare with the size in this field', field),
    etagField: option('--etag-field FIELD', 'compare with the ETag in this field', field),
    md5Field: option('--md5-field FIELD', 'compare with the MD5 in this field', field),
    forbiddenIsMissing: flag('--forbidden-is-missing', 'take 403 for an object that does not exist'),
    ...s3Options,
    retries: option('--retries N', 'further attempts after the first, where S3 is slow or the connection breaks', count(0), 5),
    retryDelay: option('--retry-delay DURATION', 'wait before the first retry; it doubles', seconds, 0.2),
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
