const mostBytes = 4 * 2 ** 20;

const encodings = [
  'utf-8',
  'utf-16',
  'iso-8859-1',
  'shift_jis',
  'gb18030',
  'euc-kr',
  'windows-1251',
  'iso-2022-jp',
  'x-no-such',
  'utf-7',
];

/** Entities that expand to more and more, or into themselves, or that there are many of. */
const doctypes = [
  `<!DOCTYPE x [<!ENTITY l0 "ha">${Array.from({ length: 40 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(9)}">`).join('')}]>`,
  `<!DOCTYPE x [<!ENTITY l40 "${'x'.repeat(60_000)}">]>`,
  '<!DOCTYPE x [<!ENTITY l40 "&l40;">]>',
  `<!DOCTYPE x [${Array.from({ length: 50_000 }, (_, n) => `<!ENTITY l${n} "&l${n + 1};">`).join('')}]>`,
  '<!DOCTYPE x [<!ENTITY % p "<!ENTITY l40 SYSTEM \'file:///etc/passwd\'>"> %p;]>',
  `<!DOCTYPE x [${'<!ENTITY l40 "'.repeat(20_000)}`,
];

/** One of the documents with trouble that comes in bulk or in its tokens and bytes, of at most some 4 MiB. */
export function enlarge(documents: readonly Uint8Array[], next: () => number): Buffer {
  const pick = (length: number) => Math.floor(next() * length);
  const source = Buffer.from(documents[pick(documents.length)]!);
  const tags = [...source.toString('latin1').matchAll(/<[^<>]*>|&[#\w]*;|"[^"<>]*"|[^<>&"]+/g)];
  const [token, other] = [tags[pick(tags.length)], tags[pick(tags.length)]];
  if (!token || !other) return source;
  const [at, end] = [token.index, token.index + token[0].length];
  const [head, part, tail] = [source.subarray(0, at), source.subarray(at, end), source.subarray(end)];
  const many = Math.ceil(mostBytes ** (0.5 + next() / 2) / part.length);
  const put = (bytes: Buffer | string) => Buffer.concat([head, Buffer.from(bytes), tail]);
  const repeated = (bytes: Buffer) =>
    Buffer.concat(Array.from({ length: Math.min(many, mostBytes / bytes.length) }, () => bytes));
  const ways = [
    () => put(repeated(part)),
    () => put(repeated(Buffer.concat([part, Buffer.from(other[0], 'latin1')]))),
    () => Buffer.concat([head, Buffer.alloc(many, part), source.subarray(at)]),
    () => put(`<${'n'.repeat(many)} a="${'v'.repeat(many)}">`),
    () => put(`<item ${Array.from({ length: pick(100_000) }, (_, n) => `a${n}='${n}'`).join(' ')}>`),
    () => put(`<i ${Array.from({ length: 900 }, (_, n) => `xmlns:p${n}="u${n}"`).join(' ')}>${'<j xmlns:q="u">'.repeat(20_000)}`),
    () => put('<q>'.repeat(pick(300_000))),
    () => put(`<${'n'.repeat(pick(300_000))}>${'</b>'.repeat(pick(300_000))}`),
    () => put(`<html><head>${'<a xmlns:a="x">'.repeat(pick(100_000))}`),
    () => put(`<description><![CDATA[${'&lt;div><b '.repeat(pick(300_000))}]]></description>`),
    () => put(`<title>${'&amp;'.repeat(pick(500_000))}</title>`),
    () => Buffer.concat([Buffer.from(doctypes[pick(doctypes.length)]!), head, Buffer.from('&l40;'.repeat(pick(200))), tail]),
    () => swapped(source, tags, pick),
    () =>
      Buffer.from(
        source.toString('latin1').replace(/(encoding\s*=\s*["'])[^"']*/, `$1${encodings[pick(encodings.length)]}`),
        'latin1',
      ),
    () => Buffer.from(source.toString(), 'utf16le').subarray(pick(3)),
    () => Buffer.concat([Buffer.from([0xff, 0xfe]), source]),
    () => put(Buffer.from(['日本語のことば'.repeat(pick(9)), '\u0416\u0418'][pick(2)]!, 'utf16le')),
    () => source.subarray(0, cutCharacter(source)),
    () => Buffer.from(source.map((byte, index) => (index >= at && next() < 0.02 ? pick(256) : byte))),
  ];
  return ways[pick(ways.length)]!();
}

/** A hundred of its tokens in the places of others. */
function swapped(source: Buffer, tokens: RegExpExecArray[], pick: (length: number) => number): Buffer {
  const words = source.toString('latin1').split(/(?=<)|(?<=>)/);
  for (let times = 100; times > 0; times--) {
    const [one, two] = [pick(words.length), pick(words.length)];
    [words[one], words[two]] = [words[two]!, words[one]!];
  }
  return Buffer.from(words.join('') || tokens.join(''), 'latin1');
}

/** Where a character of several bytes may be cut in two: after the first of them; else in the middle. */
function cutCharacter(source: Buffer): number {
  const lead = source.findIndex((byte) => byte >= 0xc3);
  return lead < 0 ? source.length >> 1 : lead + 1;
}
