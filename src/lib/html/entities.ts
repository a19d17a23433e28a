import { NAMED_REFERENCES, UNTERMINATED_REFERENCES } from './entity-names.ts';

const frequent = new Map<string, string>([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\xa0'],
]);
let all: Map<string, string> | undefined;
let unterminated: Set<string> | undefined;

/** The character or characters that a named reference of HTML stands for, by its name without `&` and `;`. */
export function namedCharacters(name: string): string | undefined {
  return frequent.get(name) ?? (all ??= unpack()).get(name);
}

/** The longest beginning of `name` that HTML understands without a semicolon (`copy` in `copy2006`). */
export function unterminatedName(name: string): string | undefined {
  unterminated ??= new Set(UNTERMINATED_REFERENCES.trim().split(/\s/));
  for (let end = Math.min(name.length, 6); end > 1; end--) {
    const start = name.slice(0, end);
    if (unterminated.has(start)) return start;
  }
  return undefined;
}

// What browsers make of the numbers 0x80 to 0x9F, which people took from windows-1252 (HTML, section 13.2.5.84).
const windows1252 = [
  0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f, 0x90,
  0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
];

/** The code point that a numeric reference stands for: windows-1252 for 0x80 to 0x9F, U+FFFD for what is no character. */
export function numericCharacter(code: number): number {
  if (code >= 0x80 && code < 0xa0) return windows1252[code - 0x80]!;
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return 0xfffd;
  return code;
}

function unpack(): Map<string, string> {
  const names = new Map<string, string>();
  for (const entry of NAMED_REFERENCES.trim().split(/\s/)) {
    const colon = entry.indexOf(':');
    const codes = entry.slice(colon + 1).split('+');
    names.set(entry.slice(0, colon), String.fromCodePoint(...codes.map((code) => Number.parseInt(code, 16))));
  }
  return names;
}
