import { Reject } from '../errors/index.ts';

/** What a URL asks for, and the Basic authorisation it carried; that goes to `url.host` alone and is in no URL from here on. */
export interface Target {
  /** http or https, without user and password. */
  url: URL;
  authorization?: Authorization;
  /** `s3://bucket/key`, which no URL can hold (it would fold `a/../b`); then `url` stands for nothing. */
  object?: string;
  /** When it was asked for last, in milliseconds since 1970; of those that wait for one host, the longest unasked goes first. */
  lastAsked?: number;
  /** A record or a page named it, not the user: it must be public. */
  isNamed?: boolean;
  /** Give the body as it comes, where that can be. */
  stream?: boolean;
}

/** What a target is called: its URL, or the address of its object. */
export function nameOf({ url, object }: Target): string {
  return object ?? url.href;
}

/** A value for the Authorization header, and the origin (RFC 6454) that alone may see it. */
export interface Authorization {
  origin: string;
  header: string;
}

/**
 * The target of a URL as people write it: white space around it is taken off, so is `feed:` (`feed:https://…`, `feed://…`).
 * @throws Reject BAD_URL for what is no string or not http(s)
 */
export function targetOf(value: unknown): Target {
  if (typeof value !== 'string')
    throw new Reject('BAD_URL', value === undefined ? 'the record has no url' : 'its url is not a string');
  if (/^\s*s3:\/\//i.test(value)) return { url: new URL('s3://'), object: value.trimStart() };
  const url = parse(withoutFeedScheme(value.trim()));
  if (!url) throw new Reject('BAD_URL', 'not an http or https URL');
  return withoutUser(url);
}

/**
 * The target of a redirect: `location`, a header with its bytes as latin1, relative to the URL that answered; nothing when it is not
 * http(s). Bytes beyond ASCII are taken for UTF-8 where they are, and stay the same bytes in any case.
 */
export function redirectTarget(location: string, from: URL): Target | undefined {
  const encoded = location.trim().replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
  // An escape in the name of a host is read as the byte that it stands for.
  const url = parse(encoded, from);
  if (!url) return undefined;
  if (url.hash === '' && from.hash !== '') url.hash = from.hash;
  return withoutUser(url);
}

/** Whether authorisation that came with one URL may be sent to another. */
export function mayAuthorize(given: Authorization, url: URL): boolean {
  return given.origin === url.origin;
}

function withoutFeedScheme(text: string): string {
  if (!/^feed:/i.test(text)) return text;
  const rest = text.slice('feed:'.length);
  if (/^(?:\/\/)?https?:/i.test(rest)) return rest.replace(/^\/\//, '');
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(rest)) return rest;
  return rest.startsWith('//') ? `http:${rest}` : `http://${rest}`;
}

function parse(text: string, base?: URL): URL | undefined {
  let url: URL;
  try {
    url = new URL(text, base?.href);
  } catch {
    return undefined;
  }
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '' ? url : undefined;
}

function withoutUser(url: URL): Target {
  const header = basicAuthorization(url);
  if (header === undefined) return { url };
  url.username = '';
  url.password = '';
  return { url, authorization: { origin: url.origin, header } };
}

/** The Authorization header (RFC 7617) for the user and password of a URL. A `%` that encodes nothing stands for itself. */
export function basicAuthorization({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  return `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64')}`;
}

function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => Buffer.from(escapes.replaceAll('%', ''), 'hex').toString());
}
