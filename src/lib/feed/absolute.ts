import { assumeBytes, type ByteString } from '../bytes/index.ts';
import { resolveUrl } from '../xml/index.ts';

const TAG = /<[a-z][^<>]*>/gi;
const URL_ATTRIBUTE =
  /(\s(?:href|src|poster|cite|data|action|background|longdesc|srcset)\s*=\s*)(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;

/** HTML whose relative URLs are made absolute. What cannot be resolved stays. */
export function withAbsoluteUrls(html: ByteString, base: string): ByteString {
  return html.replace(TAG, (tag) =>
    tag.replace(URL_ATTRIBUTE, (whole, start, double, single, bare) => {
      const written = assumeBytes(double ?? single ?? bare ?? '');
      const url = /srcset/i.test(start) ? absoluteSet(written, base) : absolute(written, base);
      const quote = single === undefined ? '"' : "'";
      return url === written ? whole : assumeBytes(`${start}${quote}${url}${quote}`);
    }),
  );
}

function absolute(url: ByteString, base: string): ByteString {
  if (/^\s*(?:#|$|[a-z][a-z0-9+.-]*:)/i.test(url)) return url;
  return resolveUrl(url, base)?.replace(/&/g, '&amp;').replace(/"/g, '&quot;') ?? url;
}

/** The URLs of a `srcset`, each with its width or density. */
function absoluteSet(set: ByteString, base: string): ByteString {
  return set.replace(/[^\s,][^\s]*[^\s,]/g, (part) => (/^[\d.]+[wxh]$/.test(part) ? part : absolute(part, base)));
}
