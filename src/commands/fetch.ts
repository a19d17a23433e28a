import { isIP } from 'node:net';
import {
  bytes,
  count,
  defineCommand,
  field,
  flag,
  inputFile,
  limit,
  list,
  option,
  seconds,
  text,
  usage,
} from '../lib/cli/index.ts';
import { parseField } from '../lib/json/index.ts';

import { VERSION } from '../version.ts';
import { s3Options, wishesOf } from './s3exists/options.ts';

/** The field of the user's own list; a field that --url-field names holds URLs of others. */
const ownUrl = parseField('url');

/** The value of a header: Latin-1 without control characters. */
const headerText = usage((value) => {
  if (!/^[\t\x20-\x7e\xa0-\xff]*$/.test(value)) throw new Error('a header takes only printable Latin-1 characters.');
  return value;
});

const nameServers = usage((value) => {
  const servers = value.split(/[\s,]+/).filter((server) => server !== '');
  for (const server of servers) {
    const address =
      /^\[(.*)\](?::\d{1,5})?$/.exec(server)?.[1] ?? (isIP(server) === 6 ? server : server.replace(/:\d{1,5}$/, ''));
    if (isIP(address) === 0) throw new Error(`not an IP address: ${server}.`);
  }
  return servers;
});

export const command = defineCommand({
  name: 'fetch',
  summary: 'get feeds over HTTP and add what came to their records',
  about: [
    '`fetch` reads records with a `url`, or lines that are a bare URL, and adds `fetch` (status, final URL, redirects, validators, …) and `body`, the text of the answer (`body_base64` for what is not text).',
    'The text is decoded by its byte-order mark, the charset of its Content-Type, what it says itself, or as UTF-8 or windows-1252; `fetch.charset_errors` counts what did not fit.',
    'Hosts are asked politely: no more than `--per-host` requests at once, a queue of its own for each, so that a slow one holds up nobody else. What fails in passing (429, 500, 502, 503, 504, refused and reset connections, truncated bodies) is tried again.',
    'With `--s3`, an object of S3 is named by `s3://bucket/key`, the key as it stands, and read in the same way; keys and region are found as by other AWS tools (see `s3exists`). What begins as gzip does is unpacked, whatever its name and its headers say. With `--lines`, what comes is passed on line by line as it comes, in little memory, and `--max-bytes` is no limit to it.',
    'Host names are looked up in the hosts file, then in DNS with the search domains of the system, each once a run. The environment variables `http_proxy`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` name proxies, as for curl; `HTTP_PROXY` is read too, except in CGI programs.',
    'With `--state`, a feed is asked for when it is due, with the validators it gave last time; one that has not changed passes without a body. What is remembered is remembered once the record has been written out.',
  ],
  waits: { concurrency: 64, timeout: 30, about: 'for one record, from its first request on, with redirects, retries and waits' },
  options: {
    perHost: option('--per-host N', 'requests to one host name at once', count(), 2),
    hostDelay: option('--host-delay DURATION', 'from the start of one request to a host to the next', seconds, 0),
    dnsTimeout: option('--dns-timeout DURATION', 'longest look-up of a host name', limit, 10),
    dnsServers: option(
      '--dns-servers LIST',
      'name servers to ask instead of those of the system: ADDRESS[:PORT],…',
      nameServers,
      [],
      '',
    ),
    connectTimeout: option('--connect-timeout DURATION', 'longest time to connect, TLS included', limit, 10),
    firstByteTimeout: option('--first-byte-timeout DURATION', 'from the request to the beginning of the answer', limit, 20),
    idleTimeout: option('--idle-timeout DURATION', 'without a byte in the middle of a body', limit, 10),
    retries: option('--retries N', 'further attempts after the first', count(0), 2),
    retryDelay: option('--retry-delay DURATION', 'before the first retry, about; doubled for each further one', seconds, 1),
    maxBytes: option('--max-bytes BYTES', 'largest body accepted, decoded', bytes, 50 * 2 ** 20, '50MiB'),
    state: option('--state DIR', 'remember feeds from run to run in this folder, or in redis://HOST/DB/NAME', text),
    minInterval: option(
      '--min-interval DURATION',
      'between two visits to a feed, with --state; 0 asks always',
      seconds,
      1800,
      '30m',
    ),
    maxInterval: option('--max-interval DURATION', 'longest time a feed may ask to be left alone', seconds, 86400, '1d'),
    reportAfter: option('--report-after N', 'exit 1 only for failures that lasted so many runs, with --state', count(), 1),
    refetch: flag('--refetch', 'ask for everything now, without conditions, and give every body'),
    blockPrivate: flag(
      '--block-private',
      'refuse private, loopback, link-local and metadata addresses; always refused after a redirect from a public host, with --discover and with --url-field',
    ),
    allowPrivate: flag('--allow-private', 'allow private addresses everywhere; overrides --block-private'),
    userAgent: option(
      '--user-agent TEXT',
      'for the User-Agent header',
      headerText,
      `feedmill/${VERSION} (+https://feedmill.example/)`,
    ),
    from: option('--from ADDRESS', 'for the From header: an e-mail address of whoever runs this', headerText),
    insecure: flag('--insecure', 'accept any TLS certificate'),
    ca: inputFile('--ca FILE', 'trust the certificates in this PEM file too'),
    urlField: option('--url-field FIELD', 'field that holds the URL', field, ownUrl, 'url'),
    discover: flag('--discover', 'where the answer is an HTML page, get the feeds that it links in its place'),
    robots: flag('--robots', 'ask for nothing that a robots.txt disallows, and keep its Crawl-delay'),
    lines: flag(
      '--lines',
      'turn each body into records, a line each, as it comes: of JSON objects those, of text `{"url","line","text"}`',
    ),
    s3: flag('--s3', 'read `s3://bucket/key` URLs, with the keys of the AWS environment; otherwise they are a BAD_URL'),
    ...s3Options,
    record: option('--record DIR', 'keep every answer in this folder', text),
    replay: option('--replay DIR', 'take the answers from such a folder, without the network', text),
    dump: flag('--dump', 'read nothing and write what --state remembers, a record a feed'),
    forget: list('--forget URL', 'read nothing and have --state forget this feed', text),
  },
  records: {
    reads: ['feed', 'url'],
    writes: 'response',
    passes: true,
    opaque: ({ lines, dump }) => lines || dump,
    needs: ({ urlField }) => [{ anyOf: [urlField], hint: 'say with --url-field where the URL is' }],
  },
  rejects: [
    'HTTP_NNN',
    'GONE',
    'TIMEOUT',
    'DNS',
    'REFUSED',
    'RESET',
    'TRUNCATED',
    'BAD_RESPONSE',
    'TLS',
    'TOO_LARGE',
    'TOO_MANY_REDIRECTS',
    'BAD_REDIRECT',
    'BAD_URL',
    'BLOCKED_ADDRESS',
    'BAD_ENCODING',
    'ACCESS_DENIED',
    'ROBOTS',
    'NO_FEED',
    'NOT_RECORDED',
    'BACKING_OFF',
    'HOST_DOWN',
    'UNKNOWN_FEED',
  ],
  examples: [
    ['opml2feeds subs.opml | fetch --state state > responses.ndjson', 'get what has changed since the last run'],
    ['echo https://example.org/ | fetch --discover | parse', 'read the items of the feeds that a page links'],
    ['fetch --state state --dump | jq -c "select(.failures > 3)"', 'show the feeds that failed more than three times in a row'],
    ['parse responses.ndjson | fetch --url-field url --robots > pages.ndjson', 'get the page of every item'],
    ['echo s3://bucket/items.ndjson.gz | fetch --s3 --lines | keywords', 'read the records in an object of S3'],
  ],
  seeAlso: ['opml2feeds', 'parse', 's3exists'],
  async create(options, context) {
    if (options.dump || options.forget.length > 0) {
      const { memoryFilter } = await import('./fetch/memory.ts');
      return memoryFilter(options);
    }
    const { fetchFilter } = await import('./fetch/filter.ts');
    const { concurrency = 64, timeout = 30, ordered = false } = context;
    // The values of the options that every command has are there too.
    const { maxLine = 64 * 2 ** 20 } = options as { maxLine?: number };
    const namesUrls = options.urlField !== ownUrl;
    const s3 = options.s3 ? wishesOf(options) : undefined;
    return fetchFilter({ ...options, namesUrls, s3, maxLine, concurrency, timeout, ordered }, context);
  },
});
