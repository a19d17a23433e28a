/** How long each unit of a duration is, in seconds. */
const secondsIn = new Map([
  ['ms', 0.001],
  ['s', 1],
  ['m', 60],
  ['min', 60],
  ['h', 3600],
  ['d', 86_400],
  ['w', 604_800],
]);

const DURATION = /^(-?)(\d+(?:\.\d+)?)(ms|s|min|m|h|d|w)$/;
const DATE = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** What a user typed as a value, in each way that a field's value can be compared with it. */
export interface Operand {
  /** The text as typed, or the string in a quoted value. */
  readonly text: string;
  /** Quoted values compare with strings alone. */
  readonly quoted: boolean;
  /** The number it stands for; of a duration, its seconds. */
  readonly number: number | undefined;
  /** The point in time it stands for, in ms since 1970. */
  readonly time: number | undefined;
}

/**
 * Reads a value: `"…"` is a JSON string, anything else is taken by the type of the field it is compared with.
 * @param now what `-7d` counts back from, in ms
 * @throws SyntaxError when a quoted value is no JSON string
 */
export function operandOf(typed: string, now: number): Operand {
  if (typed.startsWith('"')) {
    let text: unknown;
    try {
      text = JSON.parse(typed);
    } catch {}
    if (typeof text !== 'string') throw new SyntaxError(`${typed} is not a JSON string`);
    return { text, quoted: true, number: undefined, time: timeOf(text) };
  }
  const duration = durationOf(typed);
  const isNumber = NUMBER.test(typed);
  const time = duration === undefined ? timeOf(typed) : now - Math.abs(duration) * 1000;
  return { text: typed, quoted: false, number: isNumber ? Number(typed) : duration, time };
}

/** The seconds of `500ms`, `30s`, `5m`, `2h`, `7d`, `2w`, with or without a sign. */
function durationOf(text: string): number | undefined {
  const [, sign, amount, unit] = DURATION.exec(text) ?? [];
  if (amount === undefined || unit === undefined) return undefined;
  return Number(amount) * secondsIn.get(unit)! * (sign === '-' ? -1 : 1);
}

/** The point in time that an ISO 8601 date stands for, in ms; without a zone it is in UTC. */
export function timeOf(text: string): number | undefined {
  if (text.length > 40 || !DATE.test(text)) return undefined;
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/.test(text) || text.length === 10;
  const time = Date.parse(hasZone ? text : `${text}Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** The time of a date, or of a duration ago (`7d`), in ms. @throws SyntaxError for anything else */
export function timeAt(typed: string, now = Date.now()): number {
  const { time } = operandOf(typed, now);
  if (time === undefined) throw new SyntaxError(`${typed} is neither a duration, such as 7d, nor a date, such as 2026-11-28`);
  return time;
}
