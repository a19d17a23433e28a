declare const brand: unique symbol;

/** A literal in source code (ASCII by convention), or a byte string; a variable of type string is neither. */
type Literal<Text extends string> = string extends Text ? never : Text;

/**
 * A byte string: every character stands for one byte of UTF-8. V8 keeps it in one byte a character whatever the language, so that
 * searching and slicing run at the speed of ASCII; real characters are made only of the values that need them. The compiler tells it
 * from text: text becomes a byte string through `toBytes` alone. What is cut out of a byte string is one again; `toLowerCase` and `trim`
 * are not, since they know characters and not bytes.
 */
export type ByteString = {
  readonly [brand]: 'bytes';
  slice(start?: number, end?: number): ByteString;
  split(separator: string | RegExp): ByteString[];
  replace<By extends string>(pattern: string | RegExp, by: Literal<By>): ByteString;
  replace(pattern: string | RegExp, by: (match: ByteString, ...groups: ByteString[]) => ByteString): ByteString;
  replaceAll<By extends string>(pattern: string | RegExp, by: Literal<By>): ByteString;
  // The order matters: the first signature that fits counts.
} & string;

const ONLY_ASCII = /^[\x00-\x7f]*$/;

/** Whether a text or byte string holds ASCII alone, so that it is the same in both forms. */
export function isAscii(text: string): boolean {
  return ONLY_ASCII.test(text);
}

/** Text to byte string. */
export function toBytes(text: string): ByteString {
  return assumeBytes(ONLY_ASCII.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1'));
}

/** A literal of ASCII as a byte string. */
export function ascii<Text extends string>(text: Literal<Text>): ByteString {
  return assumeBytes(text);
}

/** A string that is put together of byte strings and ASCII, or cut out of one by a regular expression. Nothing is checked. */
export function assumeBytes(text: string): ByteString {
  return text as ByteString;
}

/** The bytes of a buffer as a byte string. */
export function bytesIn(buffer: Uint8Array, start = 0, end = buffer.length): ByteString {
  return readLatin1(Buffer.from(buffer.buffer, buffer.byteOffset, buffer.length), start, end);
}

/** Byte string to text; bytes that are no UTF-8 become U+FFFD. */
export function fromBytes(bytes: ByteString): string {
  return ONLY_ASCII.test(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}

/** A code point as a byte string. */
export function codePointBytes(code: number): ByteString {
  if (code < 0x80) return assumeBytes(String.fromCharCode(code));
  if (code < 0x800) return assumeBytes(String.fromCharCode(0xc0 | (code >> 6), tail(code)));
  if (code < 0x10000) return assumeBytes(String.fromCharCode(0xe0 | (code >> 12), tail(code >> 6), tail(code)));
  return assumeBytes(String.fromCharCode(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code)));
}

function tail(bits: number): number {
  return 0x80 | (bits & 0x3f);
}

/** Space, tab, line feed, form feed or carriage return. (`\s` would take the byte 0xA0 for a space.) */
export function isSpace(code: number): boolean {
  return code === 32 || (code <= 13 && code >= 9 && code !== 11);
}

/** Without the ASCII white space on both ends. */
export function trimBytes(bytes: ByteString | ''): ByteString {
  let start = 0;
  let end = bytes.length;
  while (start < end && isSpace(bytes.charCodeAt(start))) start++;
  while (end > start && isSpace(bytes.charCodeAt(end - 1))) end--;
  return assumeBytes(start === 0 && end === bytes.length ? bytes : bytes.slice(start, end));
}

/** A–Z to a–z; every other byte stays. */
export function lowerBytes(bytes: ByteString | ''): ByteString {
  if (bytes === '') return assumeBytes(bytes);
  if (ONLY_ASCII.test(bytes)) return assumeBytes(bytes.toLowerCase());
  return bytes.replace(/[A-Z]+/g, (letters) => assumeBytes(letters.toLowerCase()));
}

// What `write` and `toString` of a Buffer come to in the end: for short texts the way there takes longer than the work.
type Latin1Buffer = Buffer & {
  latin1Slice(start: number, end: number): ByteString;
  latin1Write(bytes: ByteString, offset: number, length: number): number;
};

/** The bytes of a buffer from `start` to `end`. */
export function readLatin1(buffer: Buffer, start: number, end: number): ByteString {
  return (buffer as Latin1Buffer).latin1Slice(start, end);
}

/** Writes a byte string into a buffer at `offset`. */
export function writeLatin1(buffer: Buffer, bytes: ByteString, offset: number): void {
  (buffer as Latin1Buffer).latin1Write(bytes, offset, bytes.length);
}

/** A buffer as numbers of four bytes each, at any place in it: loops over texts that look at four bytes at once are twice as fast. */
export function wordsOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
}

/** Has the top bit of a byte set where one of four bytes is below `least`, given four times; bytes above that one may have it too. */
export function below(word: number, least: number): number {
  return (word - least) & ~word;
}
