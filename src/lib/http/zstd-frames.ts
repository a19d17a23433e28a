/** Frames of Zstandard and those to be skipped begin so (RFC 8878, 3.1). */
const FRAME = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;

/**
 * The frames of a Zstandard body that hold data, one by one. The last one may be cut off; the decoder says so.
 * @throws Error for what is no frame, and for more than `max` of them
 */
export function* zstdFrames(bytes: Buffer, max: number): Generator<Buffer> {
  let count = 0;
  for (let at = 0; at < bytes.length; count++) {
    if (count >= max) throw new Error(`more than ${max} frames`);
    const magic = bytes.length >= at + 4 ? bytes.readUInt32LE(at) : 0;
    const isSkipped = magic >>> 4 === SKIPPABLE >>> 4;
    if (!isSkipped && magic !== FRAME) throw new Error('unknown frame');
    const end = isSkipped ? at + 8 + numberAt(bytes, at + 4, 4) : frameEnd(bytes, at + 4);
    if (end > bytes.length && isSkipped) throw new Error('unexpected end of file');
    if (!isSkipped) yield bytes.subarray(at, end);
    at = end;
  }
}

/** Past the frame whose header begins at `at`, beyond the last byte where it is cut off. */
function frameEnd(bytes: Buffer, at: number): number {
  const descriptor = numberAt(bytes, at, 1);
  const isSingle = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  const sizeBytes = sizeFlag === 0 ? Number(isSingle) : 1 << sizeFlag;
  const dictionaryFlag = descriptor & 3;
  const dictionaryBytes = dictionaryFlag === 3 ? 4 : dictionaryFlag;
  let next = at + 1 + (isSingle ? 0 : 1) + dictionaryBytes + sizeBytes;
  for (let last = false; !last; ) {
    if (next + 3 > bytes.length) return bytes.length + 1;
    const header = bytes.readUIntLE(next, 3);
    last = (header & 1) === 1;
    const isRunLength = ((header >> 1) & 3) === 1;
    next += 3 + (isRunLength ? 1 : header >> 3);
  }
  return next + ((descriptor & 4) === 0 ? 0 : 4);
}

function numberAt(bytes: Buffer, at: number, length: number): number {
  return at + length <= bytes.length ? bytes.readUIntLE(at, length) : 0;
}
