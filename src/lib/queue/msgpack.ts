/** The deepest nesting that is unpacked. */
const DEEPEST = 512;

/**
 * Whether bytes are one whole MessagePack value of the kinds that JSON has. A decoder sets memory aside for the lengths that arrays and
 * maps claim, and calls itself for each level: so both are checked before it runs. Linear; reads no value.
 */
export function isSoundMessagePack(bytes: Buffer): boolean {
  /** How many values are still to come at each level. */
  const left: number[] = [1];
  let at = 0;
  while (left.length > 0) {
    const here = left.pop() ?? 0;
    if (here === 0) continue;
    left.push(here - 1);
    const head = at < bytes.length ? headAt(bytes, at) : undefined;
    if (!head) return false;
    at = head.end;
    // Each value takes a byte at least.
    if (at > bytes.length || head.values > bytes.length - at) return false;
    if (head.values > 0 && left.push(head.values) > DEEPEST) return false;
  }
  return at === bytes.length;
}

interface Head {
  /** Where the value ends, or where the first value inside it begins. */
  end: number;
  /** How many values are inside it. */
  values: number;
}

/** The bytes of values of a fixed size after their first byte (MessagePack specification, "Overview"). */
const fixedSizes = new Map([
  [0xc0, 0],
  [0xc2, 0],
  [0xc3, 0],
  [0xca, 4],
  [0xcb, 8],
  [0xcc, 1],
  [0xcd, 2],
  [0xce, 4],
  [0xcf, 8],
  [0xd0, 1],
  [0xd1, 2],
  [0xd2, 4],
  [0xd3, 8],
]);
/** The bytes of the length of strings, arrays and maps, and how many values a member has; strings have none. */
const sized = new Map([
  [0xd9, { bytes: 1, each: 0 }],
  [0xda, { bytes: 2, each: 0 }],
  [0xdb, { bytes: 4, each: 0 }],
  [0xdc, { bytes: 2, each: 1 }],
  [0xdd, { bytes: 4, each: 1 }],
  [0xde, { bytes: 2, each: 2 }],
  [0xdf, { bytes: 4, each: 2 }],
]);

function headAt(bytes: Buffer, at: number): Head | undefined {
  const first = bytes.readUInt8(at);
  const next = at + 1;
  if (first < 0x80 || first >= 0xe0) return { end: next, values: 0 };
  if (first < 0x90) return { end: next, values: 2 * (first & 0x0f) };
  if (first < 0xa0) return { end: next, values: first & 0x0f };
  if (first < 0xc0) return { end: next + (first & 0x1f), values: 0 };
  const size = fixedSizes.get(first);
  if (size !== undefined) return { end: next + size, values: 0 };
  const kind = sized.get(first);
  if (!kind || next + kind.bytes > bytes.length) return undefined;
  const length = bytes.readUIntBE(next, kind.bytes);
  const end = next + kind.bytes;
  return kind.each === 0 ? { end: end + length, values: 0 } : { end, values: kind.each * length };
}
