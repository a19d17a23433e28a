/**
 * The compression of SipHash-1-3-128 as a WebAssembly module of one function, assembled here from its instructions (WebAssembly Core
 * Specification, section 5). Its memory is one page: bytes to hash from 0 on, and behind them what follows.
 */

/** Where the hash is put. */
export const OUT = 65_536 - 16;
/** The four words that a hash begins with. */
export const INIT = OUT - 32;
/** The four words in use. */
const STATE = INIT - 32;

const END = 0;
const LAST = 1;
const AT = 2;
const MESSAGE = 3;
const V0 = 4;
const V1 = 5;
const V2 = 6;
const V3 = 7;
const words = [V0, V1, V2, V3];

const I32 = 0x7f;
const I64 = 0x7e;
const EMPTY = 0x40;
const BLOCK = 0x02;
const LOOP = 0x03;
const IF = 0x04;
const END_OF_BLOCK = 0x0b;
const BRANCH = 0x0c;
const BRANCH_IF = 0x0d;
const I32_ADD = 0x6a;
const I32_GREATER_OR_EQUAL = 0x4f;
const I64_ADD = 0x7c;
const I64_XOR = 0x85;
const I64_ROTATE_LEFT = 0x89;

type Code = number[];

const get = (local: number): Code => [0x20, local];
const set = (local: number): Code => [0x21, local];
const i32 = (value: number): Code => [0x41, ...signed(value)];
const i64 = (value: number): Code => [0x42, ...signed(value)];
const load64 = (offset: number): Code => [0x29, 3, ...unsigned(offset)];
const store64 = (offset: number): Code => [0x37, 3, ...unsigned(offset)];

const add = (to: number, other: number): Code => [...get(to), ...get(other), I64_ADD, ...set(to)];
const xor = (to: number, other: number): Code => [...get(to), ...get(other), I64_XOR, ...set(to)];
const rotate = (local: number, bits: number): Code => [...get(local), ...i64(bits), I64_ROTATE_LEFT, ...set(local)];
const flip = (local: number, bits: number): Code => [...get(local), ...i64(bits), I64_XOR, ...set(local)];

const round: Code = [
  ...add(V0, V1),
  ...rotate(V1, 13),
  ...xor(V1, V0),
  ...rotate(V0, 32),
  ...add(V2, V3),
  ...rotate(V3, 16),
  ...xor(V3, V2),
  ...add(V0, V3),
  ...rotate(V3, 21),
  ...xor(V3, V0),
  ...add(V2, V1),
  ...rotate(V1, 17),
  ...xor(V1, V2),
  ...rotate(V2, 32),
];
const finalRounds: Code = [...round, ...round, ...round];

const storeHash = (offset: number): Code => [
  ...i32(0),
  ...get(V0),
  ...get(V1),
  I64_XOR,
  ...get(V2),
  I64_XOR,
  ...get(V3),
  I64_XOR,
  ...store64(offset),
];
const loadWords = (from: number): Code =>
  words.flatMap((local, index) => [...i32(0), ...load64(from + index * 8), ...set(local)]);

/** `absorb(end, last)`: takes in the bytes before `end`, a multiple of 8; if they are the last ones, makes the hash and begins anew. */
const absorb: Code = [
  ...loadWords(STATE),
  ...[BLOCK, EMPTY, LOOP, EMPTY],
  ...[...get(AT), ...get(END), I32_GREATER_OR_EQUAL, BRANCH_IF, 1],
  ...[...get(AT), ...load64(0), ...set(MESSAGE)],
  ...xor(V3, MESSAGE),
  ...round,
  ...xor(V0, MESSAGE),
  ...[...get(AT), ...i32(8), I32_ADD, ...set(AT)],
  ...[BRANCH, 0, END_OF_BLOCK, END_OF_BLOCK],
  ...[...get(LAST), IF, EMPTY],
  ...[...flip(V2, 0xee), ...finalRounds, ...storeHash(OUT)],
  ...[...flip(V1, 0xdd), ...finalRounds, ...storeHash(OUT + 8)],
  ...loadWords(INIT),
  END_OF_BLOCK,
  ...words.flatMap((local, index) => [...i32(0), ...get(local), ...store64(STATE + index * 8)]),
  END_OF_BLOCK,
];

let compiled: WebAssembly.Module | undefined;

/** The module; it exports `absorb` and its `memory`. */
export function sipHashModule(): WebAssembly.Module {
  const locals = [2, 1, I32, 5, I64];
  const body = [...locals, ...absorb];
  compiled ??= new WebAssembly.Module(
    Uint8Array.from([
      ...Buffer.from('\0asm'),
      ...[1, 0, 0, 0],
      ...section(1, [1, 0x60, 2, I32, I32, 0]),
      ...section(3, [1, 0]),
      ...section(5, [1, 1, 1, 1]),
      ...section(7, [2, ...name('absorb'), 0, 0, ...name('memory'), 2, 0]),
      ...section(10, [1, ...unsigned(body.length), ...body]),
    ]),
  );
  return compiled;
}

function section(id: number, content: Code): Code {
  return [id, ...unsigned(content.length), ...content];
}

function name(text: string): Code {
  return [text.length, ...Buffer.from(text)];
}

/** LEB128. */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
