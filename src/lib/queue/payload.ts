import zlib from 'node:zlib';
import { Packr } from 'msgpackr';
import { Reject } from '../errors/index.ts';
import type { JsonObject } from '../json/index.ts';

/** How records are written into Redis. */
export interface PayloadOptions {
  codec: 'json' | 'msgpack';
  compress: 'none' | 'deflate';
  /** The longest record, in bytes before it is packed. */
  maxPayload: number;
}

/** The first byte of a payload tells how to read the rest. */
const tags = { json: 0x6a, jsonDeflated: 0x4a, msgpack: 0x6d, msgpackDeflated: 0x4d } as const;

/** What is shorter does not become much shorter, in bytes. */
const WORTH_DEFLATING = 1024;
const FASTEST = 1;

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

/** The line that was packed, the same bytes. @throws Reject `BAD_PAYLOAD` for what `pack` has not written */
export function unpack(payload: Buffer): Buffer {
  const body = payload.subarray(1);
  try {
    switch (payload[0]) {
      case tags.json:
        return body;
      case tags.jsonDeflated:
        return zlib.inflateRawSync(body);
      case tags.msgpack:
        return fromMessagePack(body);
      case tags.msgpackDeflated:
        return fromMessagePack(zlib.inflateRawSync(body));
    }
  } catch {
    throw new Reject('BAD_PAYLOAD', 'the payload in Redis is damaged', { text: body.toString('latin1') });
  }
  throw new Reject('BAD_PAYLOAD', 'the payload in Redis was not written by feedmill', { text: payload.toString() });
}

function tagged(tag: number, body: Buffer): Buffer {
  const payload = Buffer.allocUnsafe(body.length + 1);
  payload[0] = tag;
  body.copy(payload, 1);
  return payload;
}

/** The record as MessagePack, where the same bytes come of it again; digits, escapes and doubled keys that would not stay JSON. */
function asMessagePack(line: Buffer): Buffer | undefined {
  try {
    const record = JSON.parse(line.toString()) as JsonObject;
    const packed = packr.pack(record);
    return fromMessagePack(packed).equals(line) ? packed : undefined;
  } catch {
    return undefined;
  }
}

function fromMessagePack(packed: Buffer): Buffer {
  return Buffer.from(JSON.stringify(packr.unpack(packed)));
}
