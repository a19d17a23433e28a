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
import { MAX_LINE } from '../lib/ndjson/index.ts';
import { VERSION } from '../version.ts';
import { s3Options, s3OptionsOf } from './s3exists/options.ts';

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

const waits = {
  concurrency: 64,
  timeout: 30,
  about: 'Maximum time for one record, with redirects, retries and waits, from its first request',
};

export const command = defineCommand({
  name: 'fetch',
  summary: 'download feeds and add the responses to their records',
  about: [
    '`fetch` reads records with a `url`, or lines that are a bare URL. It adds two fields: `fetch` (status, final URL, redirects, validators, …) and `body`, the text of the response. A response that is not text has `body_base64` instead. A validator is an ETag or Last-Modified header, by which a server tells whether a feed has changed.',
    'The charset is taken from the byte-order mark, then from Content-Type, then from the document itself; otherwise it is UTF-8 or windows-1252. `fetch.charset_errors` counts the bytes that did not decode.',
    'Each host has a queue of its own and gets at most `--per-host` requests at once, so a slow host delays no other. Statuses 429, 500, 502, 503 and 504, refused and reset connections and truncated bodies are retried. Of the feeds of one host, the one that was not fetched for longest goes first. A host that answers 429 to every attempt is left alone for 15 minutes.',
    'With `--s3`, `s3://bucket/key` names an object of S3; the key is used as written. Keys and region are found as by other AWS tools (see `s3exists`). An object that is gzipped is unpacked, whatever its name and its headers say. With `--lines`, records are emitted while the object downloads, and `--max-bytes` does not apply.',
    'Host names are looked up in the hosts file, then in DNS with the search domains of the system, each once a run. The environment variables `http_proxy`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` name proxies, as for curl; `HTTP_PROXY` is read too, except in CGI programs.',
    'With `--state`, a feed is fetched only when it is due, with the validators of its last response. An unchanged feed passes without a body. A feed is due after `--min-interval`, or after the longer interval that its server or the feed itself names. It may be fetched up to a tenth of the interval early, at most 5 minutes, so that hourly runs fetch an hourly feed every time. A failing feed is retried less and less often (`BACKING_OFF`); a feed that is gone (status 410), once a week. Three permanent redirects in a row to a feed replace its address; the old address is tried again now and then. The state of a feed is saved after its record has been written.',
    'User and password in a URL are sent as Basic authorization, to that origin only. They appear in no output and no message, but a record in `--rejects` keeps them, so that it can be fed in again.',
  ],
  waits,
  options: {
    perHost: option('--per-host N', 'Maximum concurrent requests to one host name', count(), 2),
    hostDelay: option('--host-delay DURATION', 'Minimum time between the starts of two requests to one host', seconds, 0),
    dnsTimeout: option('--dns-timeout DURATION', 'Maximum time to look up a host name', limit, 10),
    dnsServers: option(
      '--dns-servers LIST',
      'Name servers to ask instead of those of the system: ADDRESS[:PORT],…',
      nameServers,
      [],
      '',
    ),
    connectTimeout: option('--connect-timeout DURATION', 'Maximum time to connect, TLS included', limit, 10),
    firstByteTimeout: option(
      '--first-byte-timeout DURATION',
      'Maximum time from the request to the first byte of the response',
      limit,
      20,
    ),
    idleTimeout: option('--idle-timeout DURATION', 'Abort when no data of a body arrives for this long', limit, 10),
    retries: option('--retries N', 'Maximum number of retries after the first attempt', count(0), 2),
    retryDelay: option('--retry-delay DURATION', 'Approximate delay before the first retry; doubles each time', seconds, 1),
    maxBytes: option('--max-bytes BYTES', 'Maximum size of a body, decoded', bytes, 50 * 2 ** 20, '50MiB'),
    state: option('--state DIR', 'Keep the state of feeds between runs in this folder, or in redis://HOST/DB/NAME', text),
    minInterval: option(
      '--min-interval DURATION',
      'Minimum time between two fetches of a feed, with --state; 0 fetches feeds that are not due too, but respects Retry-After, BACKING_OFF and GONE',
      seconds,
      1800,
      '30m',
    ),
    maxInterval: option('--max-interval DURATION', 'Maximum interval that a server or a feed can ask for', seconds, 86400, '1d'),
    reportAfter: option('--report-after N', 'Exit 1 only for feeds that failed in N runs in a row, with --state', count(), 1),
    refetch: flag(
      '--refetch',
      'Fetch every feed now, unconditionally, and emit every body; overrides due times, Retry-After, BACKING_OFF and GONE',
    ),
    blockPrivate: flag(
      '--block-private',
      'Refuse private, loopback, link-local and metadata addresses; always refused after a redirect from a public host, with --discover and with --url-field',
    ),
    allowPrivate: flag('--allow-private', 'Allow private addresses everywhere; overrides --block-private'),
    userAgent: option(
      '--user-agent TEXT',
      'Value of the User-Agent header',
      headerText,
      `feedmill/${VERSION} (+https://feedmill.example/)`,
    ),
    from: option('--from ADDRESS', 'Value of the From header: your e-mail address', headerText),
    insecure: flag('--insecure', 'Accept any TLS certificate'),
    ca: inputFile('--ca FILE', 'Trust the certificates in this PEM file as well'),
    urlField: option('--url-field FIELD', 'Field that holds the URL', field, ownUrl, 'url'),
    discover: flag('--discover', 'When the response is an HTML page, fetch the feeds that it links instead'),
    robots: flag('--robots', 'Obey robots.txt, for redirects too, and its Crawl-delay'),
    lines: flag(
      '--lines',
      'Emit each line of the body as a record while it downloads: JSON objects as they are, other text as `{"url","line","text"}`',
    ),
    s3: flag('--s3', 'Read `s3://bucket/key` URLs with the AWS keys of the environment; otherwise they are rejected as BAD_URL'),
    ...s3Options,
    record: option('--record DIR', 'Save every response in this folder', text),
    replay: option('--replay DIR', 'Read the responses from a folder of --record instead of the network', text),
    dump: flag('--dump', 'Read no input; write the state as records, one per feed'),
    forget: list('--forget URL', 'Read no input; delete this feed from the state', text),
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
    ['opml2feeds subs.opml | fetch --state state > responses.ndjson', 'download what has changed since the last run'],
    ['echo https://example.org/ | fetch --discover | parse', 'read the items of the feeds that a page links'],
    ['fetch --state state --dump | jq -c "select(.failures > 3)"', 'show the feeds that failed more than three times in a row'],
    ['parse responses.ndjson | fetch --url-field url --robots > pages.ndjson', 'download the page of every item'],
    ['echo s3://bucket/items.ndjson.gz | fetch --s3 --lines | keywords', 'read the records in an object of S3'],
  ],
  seeAlso: ['opml2feeds', 'parse', 's3exists'],
  async create(options, context) {
    if (options.dump || options.forget.length > 0) {
      const { memoryFilter } = await import('./fetch/memory.ts');
      return memoryFilter(options);
    }
    const { fetchFilter } = await import('./fetch/filter.ts');
    const { concurrency = waits.concurrency, timeout = waits.timeout, ordered = false } = context;
    // The values of the options that every command has are there too.
    const { maxLine = MAX_LINE } = options as { maxLine?: number };
    const namesUrls = options.urlField !== ownUrl;
    const s3 = options.s3 ? s3OptionsOf(options) : undefined;
    return fetchFilter({ ...options, namesUrls, s3, maxLine, concurrency, timeout, ordered }, context);
  },
});
