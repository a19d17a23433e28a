export {
  ascii,
  assumeBytes,
  type ByteString,
  below,
  bytesIn,
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
export { Finder } from './finder.ts';
