/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const splices = [
  '<',
  '>',
  '&',
  '"',
  "'",
  '</',
  '/>',
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '<!DOCTYPE x [<!ENTITY a "&a;">]>',
  '<?',
  '?>',
  '&a;',
  '&#x0;',
  '&#99999999;',
  '\0',
  '\xff',
  '\xc3',
  '<item>',
  '</item>',
  '<entry>',
  '</channel>',
  '<a b="',
  "<a b='",
  '<x '.repeat(50),
  '<x>'.repeat(600),
  '&'.repeat(500),
  '<'.repeat(500),
  '"'.repeat(200),
  '<!--'.repeat(100),
  '<![CDATA['.repeat(100),
  ' a="b"'.repeat(1200),
  '&lt;'.repeat(300),
  '{',
  '}',
  '[1,',
  '\ufeff',
  'x'.repeat(5000),
];

/** One of the documents, damaged in one to eight places: bytes changed, stretches cut out, doubled, moved, cut off, or trouble put in. */
export function mutate(documents: readonly Uint8Array[], next: () => number): Buffer {
  const pick = (length: number) => Math.floor(next() * length);
  let bytes = Buffer.from(documents[pick(documents.length)]!);
  for (let times = 1 + pick(8); times > 0; times--) {
    const at = pick(bytes.length + 1);
    const end = Math.min(bytes.length, at + pick(200));
    const [head, part, tail] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
    const ways = [
      () => Buffer.concat([head, tail]),
      () => Buffer.concat([head, part, part, tail]),
      () => Buffer.concat([tail, part, head]),
      () => Buffer.concat([head, Buffer.from([pick(256)]), bytes.subarray(at + 1)]),
      () => Buffer.concat([head, Buffer.from(splices[pick(splices.length)]!, 'latin1'), bytes.subarray(at)]),
      () => Buffer.concat([head, Buffer.from(splices[pick(splices.length)]!), tail]),
      () => Buffer.concat([head, documents[pick(documents.length)]!.subarray(0, 300), tail]),
    ];
    bytes = next() < 0.04 ? Buffer.from(head) : ways[pick(ways.length)]!();
  }
  return bytes;
}
