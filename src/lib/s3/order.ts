import { LONGEST_KEY } from './address.ts';

/**
 * Compares keys by their bytes in UTF-8, the order of LIST. JavaScript compares UTF-16 units, which puts emoji (surrogates) before
 * U+E000 to U+FFFF.
 */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

// Moves the surrogates behind the rest of the Basic Multilingual Plane, where UTF-8 has them.
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/**
 * A string that comes before `key`, and after nearly every other key that does: what to give LIST as `start-after`, which leaves out
 * the key it names. There is no string just before another, so this is the one with the last character lowered by one and
 * the highest character of all put behind it.
 */
export function justBefore(key: string): string {
  const last = /.$/su.exec(key)?.[0] ?? '';
  const char = last.codePointAt(0) ?? 0;
  const head = key.slice(0, key.length - last.length);
  // Below a space come the control characters, which not every server takes in a parameter.
  if (char <= 0x20) return head;
  const lowered = head + String.fromCodePoint(char === 0xe000 ? 0xd7ff : char - 1);
  const high = `${lowered}\u{10ffff}`;
  return Buffer.byteLength(high) > LONGEST_KEY ? lowered : high;
}
