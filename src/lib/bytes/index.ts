export {
  type ByteString,
  below,
  codePointBytes,
  fromBytes,
  isAscii,
  isSpace,
  lowerBytes,
  readLatin1,
  toBytes,
  trimBytes,
  wordsOf,
  writeLatin1,
} from './byte-string.ts';
