import { type ByteString, bytesIn } from '../bytes/index.ts';

const HEAD_LENGTH = 65_536;
/** `<?xm` in EBCDIC. */
const EBCDIC_START = 'Lo\xa7\x94';
/** A byte-order mark of UTF-16 or UTF-32, or two characters of ASCII in either. */
const WIDE_START =
  /^(?:\xff\xfe|\xfe\xff|\0\0\xfe\xff|[\t\n\r -~]\0{3}[\t\n\r -~]\0{3}|\0{3}[\t\n\r -~]\0{3}[\t\n\r -~]|[\t\n\r -~]\0[\t\n\r -~]\0|\0[\t\n\r -~]\0[\t\n\r -~])/;
const MARKUP = /^\s*<(?:\?xml|rss|feed|rdf:RDF|channel|!doctype|html)[\s>]/i;
const JSON_FEED = /"version"\s*:\s*"https?:\\?\/\\?\/(?:www\.)?jsonfeed\.org/;

/**
 * Whether a source that begins with `head` is one document and not lines of records. Lines win wherever the head holds a record, save
 * that all of it is one JSON document, or that it is markup in which such lines are the exception (the code in an article).
 */
export function looksLikeDocument(head: Uint8Array): boolean {
  const bytes = bytesIn(head, 0, Math.min(head.length, HEAD_LENGTH));
  if (bytes.startsWith(EBCDIC_START) || WIDE_START.test(bytes.slice(0, 8))) return true;
  const start = bytes.replace(/^(?:\xef\xbb\xbf|[\t\n\r\f ])+/, '');
  if (!start.startsWith('{') && !start.includes('\n{')) return startsDocument(start);
  const lines = start.split(/\r?\n/).filter((line) => /\S/.test(line));
  const isCut = head.length > HEAD_LENGTH / 2;
  const isMarkup = start.startsWith('<') || lines.some((line) => MARKUP.test(line));
  const records = lines.flatMap((line, index) => (holdsRecord(line, lines[index - 1], isMarkup, isCut) ? [index] : []));
  const [first] = records;
  if (first === undefined) return startsDocument(start);
  if (lines.length > 1 && parsed(start)) return true;
  return isMarkup && records.length < lines.length - first && records.length * 2 < lines.length;
}

/** Whether a head without any record is a document. */
function startsDocument(start: ByteString): boolean {
  if (start.startsWith('<') || start.slice(0, 64).includes('\0')) return true;
  if (start.startsWith('{')) return /\n\s*\S/.test(start) || JSON_FEED.test(start) || /^\{\s*"rss"\s*:/.test(start);
  return /<(?:\?xml|rss|feed|rdf:RDF)[\s>]/i.test(start.slice(0, 4096)) || /<[a-z/?!]|jsonfeed\.org/i.test(start);
}

/** Members of records that `parse` reads. */
const members = ['url', 'fetch', 'body', 'body_base64', 'items', 'rss'];
const CUT_RECORD = /^\{\s*"(?:url|title|site_url|description|language|categories|fetch|body|body_base64)"\s*:/;

/**
 * Whether a line holds a record: an object of JSON, or the beginning of one where the head ends in it. An object after a line that JSON
 * cannot end with, or within markup, is one only with a member that records have.
 */
function holdsRecord(line: ByteString, before: ByteString | undefined, isMarkup: boolean, isCut: boolean): boolean {
  if (!line.startsWith('{')) return false;
  const object = parsed(line);
  if (!object) return isCut && before !== undefined && !/^[{[].*[,[{:]\s*$/.test(before) && CUT_RECORD.test(line);
  return (!isMarkup && !/[,[{:]\s*$/.test(before ?? '')) || members.some((name) => Object.hasOwn(object, name));
}

function parsed(text: ByteString): object | undefined {
  if (!/\}\s*$/.test(text.slice(-64))) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
