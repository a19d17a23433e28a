import zlib from 'node:zlib';
import { Packr } from 'msgpackr';
import { Reject } from '../errors/index.ts';
import type { JsonObject } from '../json/index.ts';
import { isSoundMessagePack } from './msgpack.ts';

/** How records are written into Redis. */
export interface PayloadOptions {
  codec: 'json' | 'msgpack';
  compress: 'none' | 'deflate';
  /** The longest record, in bytes before it is packed. */
  maxPayload: number;
}

/** The first byte of a payload tells how to read the rest. */
const tags = { json: 0x6a, jsonDeflated: 0x4a, msgpack: 0x6d, msgpackDeflated: 0x4d } as const;

/** Shorter records are not compressed, in bytes. */
const WORTH_DEFLATING = 1024;
const FASTEST = 1;
const NEWLINE = 0x0a;
/** How much of a bad payload a reject shows, in bytes. */
const SHOWN = 1024;

const packr = new Packr({ useRecords: false, mapsAsObjects: true, variableMapSize: true, encodeUndefinedAsNil: true });

/** Packs a line for Redis. @throws Reject `PAYLOAD_TOO_LARGE` */
export function pack(line: Buffer, options: PayloadOptions): Buffer {
  const { codec, compress, maxPayload } = options;
  if (line.length > maxPayload) {
    throw new Reject('PAYLOAD_TOO_LARGE', `record of ${line.length} bytes is larger than --max-payload ${maxPayload}`);
  }
  const packed = codec === 'msgpack' ? asMessagePack(line) : undefined;
  const body = packed ?? line;
  if (compress === 'deflate' && body.length > WORTH_DEFLATING) {
    const deflated = zlib.deflateRawSync(body, { level: FASTEST });
    if (deflated.length < body.length) return tagged(packed ? tags.msgpackDeflated : tags.jsonDeflated, deflated);
  }
  return tagged(packed ? tags.msgpack : tags.json, body);
}

/**
 * The line that was packed, the same bytes: one line, an object or a bare value.
 * @param longest the most bytes that it may unpack to
 * @throws Reject `BAD_PAYLOAD` for what `pack` has not written, and for what is longer
 */
export function unpack(payload: Buffer, longest: number): Buffer {
  const line = unpacked(payload, longest);
  if (line.length > longest) throw tooLong(longest);
  if (!isOneRecord(line)) throw foreign(payload);
  return line;
}

function unpacked(payload: Buffer, longest: number): Buffer {
  const body = payload.subarray(1);
  switch (payload[0]) {
    case tags.json:
      return body;
    case tags.jsonDeflated:
      return inflate(body, longest);
    case tags.msgpack:
      return fromMessagePack(body);
    case tags.msgpackDeflated:
      return fromMessagePack(inflate(body, longest));
    default:
      throw foreign(payload);
  }
}

function inflate(body: Buffer, longest: number): Buffer {
  try {
    return zlib.inflateRawSync(body, { maxOutputLength: Math.max(1, longest) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLong(longest);
    throw new Reject('BAD_PAYLOAD', 'the payload in Redis is damaged', { text: shown(body) });
  }
}

/** Whether bytes are one line with an object, or with a bare URL, number or string as `enqueue` takes them. */
function isOneRecord(line: Buffer): boolean {
  if (line.includes(NEWLINE)) return false;
  const text = line.toString('latin1').trim();
  return text.startsWith('{') ? text.endsWith('}') : isBareValue(line.toString());
}

/** Whether a line that is no object may be queued: a bare URL, number or string. */
export function isBareValue(line: string): boolean {
  const text = line.trim();
  if (/^[a-z][a-z0-9+.-]*:\S/i.test(text)) return true;
  try {
    return ['number', 'string'].includes(typeof JSON.parse(text));
  } catch {
    return false;
  }
}

function foreign(payload: Buffer): Reject {
  return new Reject('BAD_PAYLOAD', 'the payload in Redis was not written by feedmill', { text: shown(payload) });
}

function tooLong(longest: number): Reject {
  return new Reject('BAD_PAYLOAD', `the payload in Redis unpacks to more than --max-payload ${longest}`);
}

function shown(bytes: Buffer): string {
  return bytes.toString('latin1', 0, SHOWN);
}

function tagged(tag: number, body: Buffer): Buffer {
  const payload = Buffer.allocUnsafe(body.length + 1);
  payload[0] = tag;
  body.copy(payload, 1);
  return payload;
}

/** The record as MessagePack, where that gives the same bytes back: not with digits, escapes or doubled keys that it would not keep. */
function asMessagePack(line: Buffer): Buffer | undefined {
  try {
    const record = JSON.parse(line.toString()) as JsonObject;
    const packed = packr.pack(record);
    return fromMessagePack(packed).equals(line) ? packed : undefined;
  } catch {
    return undefined;
  }
}

/** @throws Reject `BAD_PAYLOAD` */
function fromMessagePack(packed: Buffer): Buffer {
  try {
    // What is sound may still be no JSON: a map in place of a key, a number of 64 bits.
    if (isSoundMessagePack(packed)) return Buffer.from(JSON.stringify(packr.unpack(packed)));
  } catch {}
  throw new Reject('BAD_PAYLOAD', 'the payload in Redis is damaged', { text: shown(packed) });
}
