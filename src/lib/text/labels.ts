/** Turns bytes in one encoding into text; bytes that do not fit become U+FFFD. */
export interface ByteDecoder {
  /** The encoding's WHATWG name, in lower case: `utf-8`, `windows-1252`, `shift_jis`. */
  charset: string;
  decode(bytes: Uint8Array): string;
}

// Node 20's TextDecoder takes windows-1252 for ISO-8859-1 (bytes 0x80 to 0x9F become control characters) and has no ISO-8859-16.
const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
const iso885916 = '\xa0ĄąŁ€„Š§š©Ș«Ź\xadźŻ°±ČłŽ”¶·žčș»ŒœŸżÀÁÂĂÄĆÆÇÈÉÊËÌÍÎÏĐŃÒÓÔŐÖŚŰÙÚÛÜĘȚßàáâăäćæçèéêëìíîïđńòóôőöśűùúûüęțÿ';

// EBCDIC as IBM had it in the United States: which byte of ISO-8859-1 each byte is.
const ibm037 = Buffer.from(
  '000102039c09867f978d8e0b0c0d0e0f101112139d8508871819928f1c1d1e1f80818283840a171b88898a8b8c050607909116939495960498999a9b14159e1a' +
    '20a0e2e4e0e1e3e5e7f1a22e3c282b7c26e9eaebe8edeeefecdf21242a293bac2d2fc2c4c0c1c3c5c7d1a62c255f3e3ff8c9cacbc8cdcecfcc603a2340273d22' +
    'd8616263646566676869abbbf0fdfeb1b06a6b6c6d6e6f707172aabae6b8c6a4b57e737475767778797aa1bfd0dddeae5ea3a5b7a9a7b6bcbdbe5b5dafa8b4d7' +
    '7b414243444546474849adf4f6f2f3f57d4a4b4c4d4e4f505152b9fbfcf9faff5cf7535455565758595ab2d4d6d2d3d530313233343536373839b3dbdcd9da9f',
  'hex',
);

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

const tables: Record<string, ByteDecoder> = {
  'windows-1252': {
    charset: 'windows-1252',
    decode: (bytes) => latin1(bytes).replace(/[\x80-\x9f]/g, (c) => windows1252[c.charCodeAt(0) - 0x80]!),
  },
  'iso-8859-16': {
    charset: 'iso-8859-16',
    decode: (bytes) => latin1(bytes).replace(/[\xa0-\xff]/g, (c) => iso885916[c.charCodeAt(0) - 0xa0]!),
  },
  ibm037: { charset: 'ibm037', decode: (bytes) => latin1(bytes.map((byte) => ibm037[byte]!)) },
};

/** Decoders by the labels that came, so that common ones are found at once; labels from the net must not pile up. */
const known = new Map<string, ByteDecoder | undefined>();
const knownAtMost = 1000;

/** The decoder for a label of the WHATWG Encoding Standard (`latin1`, ` UTF8 `, `x-sjis`); nothing for a label it does not know. */
export function decoderFor(label: string): ByteDecoder | undefined {
  if (known.has(label)) return known.get(label);
  const name = whatwgName(label.trim().toLowerCase());
  const decoder = name === undefined ? undefined : (tables[name] ?? byTextDecoder(name));
  if (known.size < knownAtMost) known.set(label, decoder);
  return decoder;
}

function byTextDecoder(name: string): ByteDecoder {
  return { charset: name, decode: (bytes) => new TextDecoder(name, { ignoreBOM: true }).decode(bytes) };
}

/** Names that Windows and Python have for encodings, and the standard has not. */
const others = new Map(
  Object.entries({
    cp932: 'shift_jis',
    cp936: 'gbk',
    cp949: 'euc-kr',
    cp950: 'big5',
    'latin-1': 'windows-1252',
    'mac-cyrillic': 'x-mac-cyrillic',
  }),
);

function whatwgName(label: string): string | undefined {
  if (Object.hasOwn(tables, label)) return label;
  try {
    return new TextDecoder(others.get(label) ?? label).encoding;
  } catch {
    return undefined;
  }
}
