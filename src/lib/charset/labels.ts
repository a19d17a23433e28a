import { codePages } from './code-pages.ts';

/** Turns bytes in one encoding into text; bytes that do not fit become U+FFFD. */
export interface ByteDecoder {
  /** The encoding's WHATWG name, in lower case: `utf-8`, `windows-1252`, `shift_jis`. */
  charset: string;
  /** Whether it is one of the encodings in which ASCII has other bytes. */
  ebcdic?: boolean;
  decode(bytes: Uint8Array): string;
}

// Node 20's TextDecoder takes windows-1252 for ISO-8859-1 (bytes 0x80 to 0x9F become control characters) and has no ISO-8859-16.
const WINDOWS1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
const ISO885916 = '\xa0ĄąŁ€„Š§š©Ș«Ź\xadźŻ°±ČłŽ”¶·žčș»ŒœŸżÀÁÂĂÄĆÆÇÈÉÊËÌÍÎÏĐŃÒÓÔŐÖŚŰÙÚÛÜĘȚßàáâăäćæçèéêëìíîïđńòóôőöśűùúûüęțÿ';

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
    decode: (bytes) => latin1(bytes).replace(/[\x80-\x9f]/g, (c) => WINDOWS1252[c.charCodeAt(0) - 0x80]!),
  },
  'iso-8859-16': {
    charset: 'iso-8859-16',
    decode: (bytes) => latin1(bytes).replace(/[\xa0-\xff]/g, (c) => ISO885916[c.charCodeAt(0) - 0xa0]!),
  },
  ibm037: { charset: 'ibm037', ebcdic: true, decode: fromIbm037 },
  // The same with the sign of the euro, and with brackets elsewhere.
  ibm1140: { charset: 'ibm1140', ebcdic: true, decode: (bytes) => fromIbm037(bytes).replaceAll('¤', '€') },
  ibm500: { charset: 'ibm500', ebcdic: true, decode: (bytes) => fromIbm037(bytes).replace(/[¢|!¬^[\]]/g, (c) => inIbm500[c]!) },
};
const inIbm500: Record<string, string> = { '¢': '[', '|': '!', '!': ']', '¬': '^', '^': '¢', '[': '¬', ']': '|' };

function fromIbm037(bytes: Uint8Array): string {
  return latin1(bytes.map((byte) => ibm037[byte]!));
}

function ofCodePage(charset: string, page: string): ByteDecoder {
  return { charset, decode: (bytes) => latin1(bytes).replace(/[\x80-\xff]/g, (c) => page[c.charCodeAt(0) - 0x80]!) };
}

/** Decoders by the labels that came, so that common ones are found at once; labels from the net must not pile up. */
const known = new Map<string, ByteDecoder | undefined>();
const KNOWN_AT_MOST = 1000;

/**
 * The decoder for a label of the WHATWG Encoding Standard (`latin1`, ` UTF8 `, `x-sjis`), or for one that IANA or Python has for another
 * encoding (`cp850`, `IBM037`, `csPC775Baltic`, `maccentraleurope`); nothing for a label nobody knows.
 */
export function decoderFor(label: string): ByteDecoder | undefined {
  if (known.has(label)) return known.get(label);
  const plain = label.trim().toLowerCase();
  const name = whatwgName(plain) ?? otherName(plain);
  const page = name === undefined ? undefined : codePages[name];
  const decoder =
    name === undefined ? undefined : page === undefined ? (tables[name] ?? byTextDecoder(name)) : ofCodePage(name, page);
  if (known.size < KNOWN_AT_MOST) known.set(label, decoder);
  return decoder;
}

function byTextDecoder(name: string): ByteDecoder {
  return { charset: name, decode: (bytes) => new TextDecoder(name, { ignoreBOM: true }).decode(bytes) };
}

/** Names that Windows, IANA and Python have for encodings, without what parts their words; the standard has not. */
const others = new Map(
  Object.entries({
    cp874: 'windows-874',
    cp932: 'shift_jis',
    cp936: 'gbk',
    cp949: 'euc-kr',
    cp950: 'big5',
    latin1: 'windows-1252',
    cpis: 'ibm861',
    cspc8codepage437: 'ibm437',
    ebcdiccpus: 'ibm037',
    ebcdiccpca: 'ibm037',
    ebcdiccpnl: 'ibm037',
    ebcdiccpwt: 'ibm037',
    ebcdiccpbe: 'ibm500',
    ebcdiccpch: 'ibm500',
    ibm039: 'ibm037',
    koi8t: 'koi8-t',
    macroman: 'macintosh',
    maccyrillic: 'x-mac-cyrillic',
    maccentraleurope: 'mac-latin2',
    maclatin2: 'mac-latin2',
    xmacce: 'mac-latin2',
    macgreek: 'mac-greek',
    xmacgreek: 'mac-greek',
    maciceland: 'mac-iceland',
    xmacicelandic: 'mac-iceland',
    macturkish: 'mac-turkish',
    xmacturkish: 'mac-turkish',
  }),
);

/** An encoding by another name than its WHATWG one: in those above, or by the number of its code page. */
function otherName(label: string): string | undefined {
  const plain = label.replace(/[-_ ]/g, '');
  const name = others.get(plain);
  if (name !== undefined) return name;
  const [, number] = /^(?:cs)?(?:ibm|cp|pc|pcp|windows)?(\d{3,4})(?:multilingual|baltic|latinhebrew)?$/.exec(plain) ?? [];
  if (number === undefined) return undefined;
  const page = `ibm${number}`;
  return Object.hasOwn(codePages, page) || Object.hasOwn(tables, page) ? page : whatwgName(`cp${number}`);
}

function whatwgName(label: string): string | undefined {
  if (Object.hasOwn(tables, label)) return label;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}
