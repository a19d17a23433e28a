import { type Encoding, findEncoding } from '../charset/index.ts';
import { contentTypeOf } from '../http/index.ts';

/** How much of a body is looked at to tell text from what is none. */
const HEAD_BYTES = 1024;
/** As long as the longest of the signatures. */
const SIGNATURE_BYTES = 9;

// The control characters that no text has, in any encoding over ASCII (WHATWG MIME Sniffing, 3: binary data bytes).
const BINARY = /[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]/;
const SIGNATURES = /^(?:\x1f\x8b|PK[\x03\x05]|%PDF-|\x89PNG|GIF8[79]a|\xff\xd8\xff|RIFF[\s\S]{4}W|OggS|ID3|BM[\s\S]{4}\0\0)/;
const TEXT_TYPES = /^(?:text\/|(?:application|image)\/(?:[^;]*[+/.-])?(?:xml|json|javascript|ecmascript|rss|atom|rdf|opml)\b)/;
const MEDIA_TYPES = /^(?:image|audio|video|font)\/|^application\/(?:pdf|zip|gzip|x-gzip|wasm|ogg)\b/;

/** The encoding of a body that is text, told by its Content-Type and by the bytes themselves; nothing for what is not text. */
export function textEncoding(body: Buffer, contentType: string | undefined): Encoding | undefined {
  const { type, charset } = contentTypeOf(contentType);
  const kind = /html/.test(type) ? 'html' : /xml|rss|atom|rdf/.test(type) ? 'xml' : 'any';
  const encoding = findEncoding(body, { charset, kind });
  return isText(body, type, encoding) ? encoding : undefined;
}

function isText(body: Buffer, type: string, { charset, start }: Encoding): boolean {
  if (charset.startsWith('utf-16')) return start > 0 || !MEDIA_TYPES.test(type);
  if (SIGNATURES.test(body.toString('latin1', 0, SIGNATURE_BYTES))) return false;
  // What says it is text may hold a stray control character, but no NUL.
  if (TEXT_TYPES.test(type)) return !body.subarray(0, HEAD_BYTES).includes(0);
  return !BINARY.test(body.toString('latin1', 0, HEAD_BYTES)) && (charset === 'utf-8' || !MEDIA_TYPES.test(type));
}
