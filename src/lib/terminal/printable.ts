import type { JsonObject } from '../json/index.ts';

// Control characters (C0, DEL, C1) and those that turn the direction of text around: a terminal must never act on a stranger's text.
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text that is safe to show on a terminal: control characters come out as `\x1b` or `\u202e`. */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : escaped(code);
  });
}

/** A value as JSON that is safe to show on a terminal, and means the same. */
export function printableJson(value: JsonObject): string {
  return JSON.stringify(value).replace(UNSAFE, (character) => escaped(character.charCodeAt(0)));
}

function escaped(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}

/** Text that stands on top of what is before it, or is not seen. */
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
// East Asian Wide and Fullwidth (Unicode Standard Annex 11), by blocks, and pictures.
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{17000}-\u{18dff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]$/u;

/** As much of a line of printable text as has room in so many columns of a terminal; an ellipsis tells that there is more. */
export function cutToColumns(line: string, columns: number): string {
  let used = 0;
  let at = 0;
  let end = 0;
  for (const character of line) {
    used += NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
    if (used > columns) return `${line.slice(0, end)}…`;
    at += character.length;
    if (used < columns) end = at;
  }
  return line;
}
