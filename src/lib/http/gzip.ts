import { crc32, inflateRawSync } from 'node:zlib';

/** inflateRawSync with `info: true` gives the engine too, which knows how many bytes it took in; its types do not. */
type WithInfo = { buffer: Buffer; engine: { bytesWritten: number } };

/**
 * Unpacks gzip members (RFC 1952) one after another and passes over whatever stands after the last. Throws an error when the first
 * member is damaged, or as zlib does when more than `max` bytes come out.
 */
export function gunzipMembers(bytes: Buffer, max: number): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  let left = max;
  while (at === 0 || isMember(bytes, at)) {
    const start = skipHeader(bytes, at);
    const inflated = inflateRawSync(bytes.subarray(start), {
      info: true,
      maxOutputLength: Math.max(1, left),
    } as object) as unknown;
    const { buffer, engine } = inflated as WithInfo;
    const end = start + engine.bytesWritten;
    if (bytes.length < end + 8) throw new Error('unexpected end of file');
    if (bytes.readUInt32LE(end) !== crc32(buffer)) throw new Error('incorrect data check');
    parts.push(buffer);
    left -= buffer.length;
    at = end + 8;
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

function isMember(bytes: Buffer, at: number): boolean {
  return bytes.length >= at + 18 && bytes[at] === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 2] === 8;
}

/** Where the deflate stream of the member at `at` begins. */
function skipHeader(bytes: Buffer, at: number): number {
  if (!isMember(bytes, at)) throw new Error('incorrect header check');
  const flags = bytes[at + 3]!;
  let next = at + 10;
  if (flags & 4) next += 2 + bytes.readUInt16LE(next);
  if (flags & 8) next = pastZero(bytes, next);
  if (flags & 16) next = pastZero(bytes, next);
  return flags & 2 ? next + 2 : next;
}

function pastZero(bytes: Buffer, from: number): number {
  const zero = bytes.indexOf(0, from);
  if (zero < 0) throw new Error('unexpected end of file');
  return zero + 1;
}
