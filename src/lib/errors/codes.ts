/**
 * The code of every reject and what it means: the man pages and the schemas take both from here. `HTTP_NNN` stands for the code of
 * each HTTP status: `HTTP_404`. Codes are stable: scripts rely on them.
 */
export const rejectCodes = {
  // every command
  BAD_JSON: 'the line is not JSON',
  NOT_AN_OBJECT: 'the line is JSON, but not an object',
  LINE_TOO_LONG: 'the line is longer than `--max-line`',
  NOT_JSON: 'the result cannot be written as JSON: it is nested too deeply or too long',
  STOPPED: 'processing began, but did not finish within 5 s of a signal',
  INTERNAL_ERROR: 'a fault of the program; please report it',

  // requests over the network
  HTTP_NNN: 'the server answered with this status, for example `HTTP_404`',
  GONE: 'the server says that the feed is gone for good (status 410)',
  TIMEOUT: 'the record was not done within `--timeout`, or no data arrived within another timeout',
  DNS: 'the host name has no address',
  REFUSED: 'the connection was refused, or the host cannot be reached',
  RESET: 'the connection was closed before an answer came, or reset in the middle of one',
  TRUNCATED: 'the body or document ends before its end; whole items in it were written',
  BAD_RESPONSE: 'the answer does not follow the protocol',
  TLS: 'no secure connection: the certificate is not valid, or there is no common protocol',
  TOO_LARGE: 'the body is larger than `--max-bytes`',
  TOO_MANY_REDIRECTS: 'more than ten redirects, or redirects in a circle',
  BAD_REDIRECT: 'the redirect has no target, or one that is not http or https',
  BAD_URL: 'the record has no URL, or one that the command cannot use',
  BLOCKED_ADDRESS: 'the host has a private address (see `--block-private`)',
  BAD_ENCODING: 'the Content-Encoding is unknown, or the body does not decode',
  ROBOTS: 'the robots.txt of the host disallows it (see `--robots`)',
  NO_FEED: 'the page links no feed (see `--discover`)',
  NOT_RECORDED: 'the folder of `--replay` has no answer for it',
  BACKING_OFF: 'it failed before, or its host asked for a pause, and the time to ask again has not come',
  HOST_DOWN: 'its host did not answer the records before, so this one was not tried; feed it in again later',
  UNKNOWN_FEED: 'the state does not know the feed (see `--forget`)',

  // documents
  NOT_A_FEED: 'the document is no feed; `error.found` says what it is, `error.feeds` which feeds an HTML page links',
  NO_BODY: 'the record is no response: it has neither `body` nor `fetch`',
  ENTITY_LIMIT: 'the document’s own entities expand to more than 1 MiB, or are nested more than 16 deep',
  DEPTH_LIMIT: 'elements are nested more than 1,000 deep',
  ATTRIBUTE_LIMIT: 'an element has more than 1,000 attributes',
  TEXT_LIMIT: 'a text is longer than 64 MiB',
  BAD_OPML: 'the document is neither OPML nor a list of URLs, is cut off, or has an outline that cannot be read',
  INCLUDE: 'an outline includes another document; `error.url` names it',

  // records
  MISSING_KEY: 'the record lacks a field of the key, with `--missing reject`',
  ENRICHMENT_FAILED: 'an enrichment threw, did not answer in time, or gave something that is not JSON',

  // queues
  BAD_PAYLOAD: 'the data in Redis was not written by `enqueue` or `work`, is damaged, or unpacks to more than `--max-payload`',
  PAYLOAD_TOO_LARGE: 'the record, or a result, is longer than `--max-payload`',
  MISSING_ID: 'the record lacks the field of `--id-field`',
  COMMAND_FAILED: 'a command that is not of feedmill failed on this record alone',
  TEMPORARY_FAILURE:
    'a command that is not of feedmill ended with status 75 (try again later), or a signal from outside ended it',
  TRIED_TOO_OFTEN: 'the workers that took the record died, `--max-tries` times (in the dead letters only)',

  // S3
  BAD_ADDRESS: 'the record names no object of S3: the bucket or the key is missing or not valid',
  BAD_FIELD: 'the field to compare with is missing or of another kind',
  FORBIDDEN: 'S3 does not say whether the object exists, with `--missing` or `--existing`',
  NO_SUCH_BUCKET: 'the bucket does not exist',
  ACCESS_DENIED: 'the keys do not allow the request',
  EXPIRED_TOKEN: 'the keys have expired, and there are no newer ones',
  INVALID_ACCESS_KEY_ID: 'S3 does not know the access key',
  INVALID_SECURITY: 'S3 does not accept the keys',
  INVALID_TOKEN: 'the session token is not valid',
  NOT_SIGNED_UP: 'the account has no S3',
  REQUEST_TIME_TOO_SKEWED: 'the clock of this machine differs too much from that of S3',
  SIGNATURE_DOES_NOT_MATCH: 'the secret key is wrong',
  TOKEN_REFRESH_REQUIRED: 'the session token must be renewed',
} as const;

/** A row of the table. */
export type RejectEntry = keyof typeof rejectCodes;

/** The code of a reject. */
export type RejectCode = Exclude<RejectEntry, 'HTTP_NNN'> | `HTTP_${number}`;

/** The codes that every command has. */
export const commonRejects = [
  'BAD_JSON',
  'NOT_AN_OBJECT',
  'LINE_TOO_LONG',
  'NOT_JSON',
  'STOPPED',
  'INTERNAL_ERROR',
] as const satisfies readonly RejectEntry[];

/** Whether a text is the code of a reject. */
export function isRejectCode(text: string): text is RejectCode {
  return /^HTTP_\d{3}$/.test(text) || (text !== 'HTTP_NNN' && Object.hasOwn(rejectCodes, text));
}
