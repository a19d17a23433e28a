/** What the first byte of a packed ETag tells. No ETag begins with such a byte: whatever begins otherwise is stored as it is. */
const form = {
  /** `W/` comes before it. */
  weak: 1,
  /** Its digits are those of the seconds of Last-Modified, a hyphen, and those that follow: nginx makes them so. */
  dated: 2,
  /** There is a hyphen after so many digits as the next byte says. */
  parted: 4,
  /** The last half of the last byte is no digit. */
  odd: 8,
} as const;
const FIRST_PRINTABLE = 0x20;

const USUAL = /^(W\/)?"([0-9a-f]{2,255})(?:-([0-9a-f]+))?"$/;
const NUMBER = /^(?:0|[1-9a-f][0-9a-f]*)$/;

/**
 * An ETag in as few bytes as is easy: most are hexadecimal digits between quotes, which take half a byte each.
 * @param modified the Last-Modified that came with it, in seconds since 1970
 */
export function packEtag(etag: string, modified: number | undefined): Buffer {
  const [, mark, first, second = ''] = USUAL.exec(etag) ?? [];
  if (first === undefined) return Buffer.from(etag);
  const weak = mark === undefined ? 0 : form.weak;
  if (modified?.toString(16) === first && NUMBER.test(second)) {
    return Buffer.from(hex(weak | form.dated) + (second.length % 2 === 1 ? `0${second}` : second), 'hex');
  }
  const digits = first + second;
  const odd = digits.length % 2 === 1;
  const flags = weak | (odd ? form.odd : 0) | (second === '' ? 0 : form.parted);
  return Buffer.from(hex(flags) + (second === '' ? '' : hex(first.length)) + digits + (odd ? '0' : ''), 'hex');
}

/** The ETag of which `packEtag` made these bytes, given the same Last-Modified. */
export function unpackEtag(bytes: Buffer, modified: number | undefined): string {
  const [flags = FIRST_PRINTABLE, length = 0] = bytes;
  if (flags >= FIRST_PRINTABLE) return bytes.toString();
  const mark = flags & form.weak ? 'W/' : '';
  if (flags & form.dated) return `${mark}"${modified?.toString(16)}-${bytes.toString('hex', 1).replace(/^0(?=.)/, '')}"`;
  const parted = (flags & form.parted) !== 0;
  const packed = bytes.toString('hex', parted ? 2 : 1);
  const digits = flags & form.odd ? packed.slice(0, -1) : packed;
  return parted ? `${mark}"${digits.slice(0, length)}-${digits.slice(length)}"` : `${mark}"${digits}"`;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
