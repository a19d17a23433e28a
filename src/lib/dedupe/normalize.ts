/** How values are made alike before they are compared. */
export const normalizations = ['none', 'url', 'text'] as const;
export type Normalization = (typeof normalizations)[number];

/** Query parameters that say where a click came from, and nothing about the page. */
const tracking = new Set(
  `fbclid gclid gclsrc dclid gbraid wbraid gad_source msclkid yclid ysclid twclid ttclid igshid igsh li_fat_id mc_cid mc_eid
   _ga _gl _hsenc _hsmi __hssc __hstc __hsfp hsctatracking mkt_tok vero_id vero_conv oly_enc_id oly_anon_id rb_clickid s_cid
   wickedid irclickid epik s_kwcid ml_subscriber ml_subscriber_hash cmpid wt_mc wt_zmc _openstat`.split(/\s+/),
);
const TRACKING_PREFIX = /^(utm|mtm|matomo|pk|piwik|hsa)_/i;

/**
 * A URL in the form that its spellings share: scheme and host in lower case, no default port, no fragment, no tracking parameters,
 * the query sorted, no slash at the end of the path; percent-escapes as RFC 3986, section 6.2.2 has them. What is no URL is only trimmed.
 */
export function normalizeUrl(text: string): string {
  const trimmed = text.trim();
  let url: URL;
  try {
    url = new URL(trimmed);
  } catch {
    return trimmed;
  }
  url.hash = '';
  const query = url.search
    .slice(1)
    .split('&')
    .filter((parameter) => parameter !== '' && !isTracking(parameter))
    .map(canonicalEscapes)
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : Number(nameOf(a) > nameOf(b))));
  url.search = '';
  const bare = canonicalEscapes(url.href.replace(/[?#]+$/, '')).replace(/\/+$/, '');
  return query.length > 0 ? `${bare}?${query.join('&')}` : bare;
}

function nameOf(parameter: string): string {
  return parameter.split('=', 1)[0];
}

function isTracking(parameter: string): boolean {
  const name = nameOf(parameter).toLowerCase();
  return tracking.has(name) || TRACKING_PREFIX.test(name);
}

/** Escapes of characters that need none are undone, the others have upper-case digits. */
function canonicalEscapes(text: string): string {
  return text.replace(/%[0-9a-f]{2}/gi, (escaped) => {
    const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : escaped.toUpperCase();
  });
}

/**
 * A text by its letters and digits: case, accents (combining marks of Latin, Greek and Cyrillic), compatibility forms, punctuation
 * and white space make no difference.
 */
export function normalizeText(text: string): string {
  const folded = text.normalize('NFKD').toUpperCase().toLowerCase();
  return folded
    .replace(/[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u00ad\u200b-\u200d\ufeff'’ʼ]/g, '')
    .replace(/[\p{P}\s\p{Z}\p{Cc}]+/gu, ' ')
    .trim();
}

export function normalize(text: string, how: Normalization): string {
  if (how === 'url') return normalizeUrl(text);
  return how === 'text' ? normalizeText(text) : text;
}
