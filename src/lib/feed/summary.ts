import { type ByteString, fromBytes, toBytes } from '../bytes/index.ts';

/** The beginning of a text on one line, at most `length` characters and an ellipsis, cut between words where that is possible. */
export function shorten(text: ByteString, length: number): ByteString {
  const line = fromBytes(text.slice(0, length * 8)).replace(/\s+/g, ' ');
  const characters = [...line];
  if (characters.length <= length && text.length <= length * 8) return toBytes(line);
  const start = characters.slice(0, length).join('');
  const space = characters[length] === ' ' ? start.length : start.lastIndexOf(' ');
  return toBytes(`${start.slice(0, space > start.length / 2 ? space : start.length).trimEnd()}…`);
}
