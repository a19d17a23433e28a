import type { Need } from './contract.ts';
import type { RecordName } from './records.ts';

/** A command that reads something, as far as a hint has to know it. */
export interface Reader {
  readonly command: string;
  readonly reads: readonly RecordName[];
  readonly needs: readonly Need[];
}

const FEED = /<(?:rss|feed|rdf:rdf|channel)[\s>]/i;
const URL_LINE = /^(?:https?|feed):\/\/\S+$/i;
const HOST_LINE = /^(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:\/\S*)?$/i;

/** What to run so that a URL given as FILE is read: one line, or nothing for what is no URL. */
export function adviceForUrl(file: string, reader: Reader): string | undefined {
  if (!URL_LINE.test(file)) return undefined;
  const pipe = reader.reads.includes('feed') ? 'fetch' : ['fetch', ...before(reader), reader.command].join(' | ');
  const run = reader.command === 'opml2feeds' ? `curl -s ${quoted(file)} | opml2feeds` : `echo ${quoted(file)} | ${pipe}`;
  return `is a URL, not a file; run: ${run}`;
}

/**
 * What to run where the text that a source begins with is not what a command reads.
 * @param source FILE as given, or `stdin`
 */
export function adviceForText(head: string, source: string, reader: Reader): string | undefined {
  const kind = kindOfText(head.replace(/^\ufeff/, '').trimStart());
  if (kind === undefined) return undefined;
  const file = source === 'stdin' ? 'FILE' : quoted(source);
  const rest = [...before(reader), reader.command];
  const run = commandFor(kind, file, rest, reader);
  return run === undefined ? undefined : `${source === 'stdin' ? 'the input' : source} looks like ${names[kind]}; ${run}`;
}

type Kind = 'opml' | 'feed' | 'page' | 'array' | 'pretty' | 'urls' | 'hosts' | 'csv';

const names: Record<Kind, string> = {
  opml: 'OPML',
  feed: 'a feed',
  page: 'an HTML page',
  array: 'a JSON array',
  pretty: 'JSON over several lines',
  urls: 'a list of URLs',
  hosts: 'URLs without https://',
  csv: 'CSV',
};

function kindOfText(text: string): Kind | undefined {
  const [first = '', ...others] = text.split(/\r?\n/);
  const [second = ''] = others;
  if (text.startsWith('<')) {
    if (/<opml[\s>]/i.test(text)) return 'opml';
    if (FEED.test(text)) return 'feed';
    return /<(?:!doctype html|html)\b/i.test(text) ? 'page' : undefined;
  }
  if (text.startsWith('[')) return 'array';
  if (text.startsWith('{')) return [first, ...others.filter((line) => line.startsWith('{'))].some(isJson) ? undefined : 'pretty';
  if (URL_LINE.test(first)) return 'urls';
  if (HOST_LINE.test(first)) return 'hosts';
  const separators = (line: string) => line.replace(/[^,;\t]/g, '').length;
  return separators(first) > 0 && separators(first) === separators(second) ? 'csv' : undefined;
}

function commandFor(kind: Kind, file: string, rest: readonly string[], { command, reads }: Reader): string | undefined {
  const pipe = (...stages: string[]) => `run: ${stages.join(' | ')}`;
  const withoutParse = rest.filter((name) => name !== 'parse');
  const readsDocuments = reads.every((record) => record === 'document');
  if (readsDocuments && kind !== 'feed' && kind !== 'page') return undefined;
  switch (kind) {
    case 'opml':
      return pipe(`opml2feeds ${file}`, ...(rest.length > 1 || command === 'parse' ? ['fetch'] : []), ...rest);
    case 'feed':
      if (command === 'parse') return undefined;
      return command === 'fetch' || readsDocuments ? pipe(`parse ${file}`) : pipe(`parse ${file}`, ...withoutParse);
    case 'page':
      return 'run: echo URL | fetch --discover | parse';
    case 'array':
      return pipe(`jq -c '.[]' ${file}`, command);
    case 'pretty':
      return pipe(`jq -c . ${file}`, command);
    case 'urls':
      return reads.includes('url') ? undefined : pipe(`fetch ${file}`, ...rest);
    case 'hosts':
      return reads.includes('url') ? 'write each with https:// before it' : undefined;
    case 'csv':
      return pipe(`mlr --icsv --ojsonl cat ${file}`, command);
  }
}

/** What comes between `fetch` and a command. */
function before({ needs }: Reader): string[] {
  return needs.some(({ ofItem }) => ofItem) ? ['parse'] : [];
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
