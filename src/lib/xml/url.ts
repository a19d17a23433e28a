import { assumeBytes, type ByteString, fromBytes, toBytes, trimBytes } from '../bytes/index.ts';

const HAS_SCHEME = /^[a-zA-Z][a-zA-Z0-9+.-]*:/;
/** What a browser would run, or show, in place of going there. */
const NO_PLACE = /^[\x00-\x20]*(?:javascript|vbscript|livescript|data):/i;
const IS_HOST = /^www\.[a-z0-9-]+\.[a-z]/i;

/**
 * A reference made absolute (RFC 3986, read as browsers do). What has a scheme stays as it is written, and so does what cannot be
 * resolved; a name of a host alone (`www.site.example/1`) is given one; line breaks and tabs within are gone, and `&amp;`, which was
 * escaped once too often, is `&`. Nothing for an empty reference, and for `javascript:`
 * and `data:`.
 */
export function resolveUrl(reference: ByteString | '', base: string | undefined): ByteString | undefined {
  const written = trimBytes(reference);
  const url = /[\t\n\r]|&amp;/.test(written) ? written.replace(/[\t\n\r]/g, '').replaceAll('&amp;', '&') : written;
  if (url === '' || NO_PLACE.test(url)) return undefined;
  if (IS_HOST.test(url)) return assumeBytes(`http://${url}`);
  if (base === undefined || HAS_SCHEME.test(url)) return url;
  try {
    return toBytes(new URL(fromBytes(url), base).href);
  } catch {
    return url;
  }
}
