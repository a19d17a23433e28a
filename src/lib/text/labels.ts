/** Turns bytes in one encoding into text; bytes that do not fit become U+FFFD. */
export interface ByteDecoder {
  /** The encoding's WHATWG name, in lower case: `utf-8`, `windows-1252`, `shift_jis`. */
  charset: string;
  decode(bytes: Uint8Array): string;
}

// Node 20's TextDecoder takes windows-1252 for ISO-8859-1 (bytes 0x80 to 0x9F become control characters) and has no ISO-8859-16.
const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
const iso885916 = '\xa0ĄąŁ€„Š§š©Ș«Ź\xadźŻ°±ČłŽ”¶·žčș»ŒœŸżÀÁÂĂÄĆÆÇÈÉÊËÌÍÎÏĐŃÒÓÔŐÖŚŰÙÚÛÜĘȚßàáâăäćæçèéêëìíîïđńòóôőöśűùúûüęțÿ';

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

function whatwgName(label: string): string | undefined {
  if (Object.hasOwn(tables, label)) return label;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}
