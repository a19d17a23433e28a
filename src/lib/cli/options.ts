import { InvalidArgumentError } from 'commander';
import { reasonOf } from '../errors/index.ts';
import { type Field, parseField, parseFields } from '../json/index.ts';

/** One option, declared once: help, man page, completions and parsing come from it. `T` is the type of its value. */
export interface OptionSpec<T> {
  /** As commander reads it: `-c, --concurrency N`. */
  readonly flags: string;
  /** What it does, in a line; begins in lower case and ends without a full stop. */
  readonly help: string;
  /** @throws InvalidArgumentError, which ends in status 2 */
  parse?(text: string, before: T | undefined): T;
  readonly default?: T;
  /** How the default is shown, where that is not its own text. */
  readonly defaultText?: string;
  /** Files that the run reads because of its value. */
  reads?(value: T): readonly (string | undefined)[];
  /** Files that the run writes because of its value. */
  writes?(value: T): readonly (string | undefined)[];
  /** Words that its value can be, for completions, where `parse` is not `oneOf`. */
  readonly choices?: readonly string[];
}

export type OptionSpecs = Record<string, OptionSpec<unknown>>;
/** The values that a set of declarations gives. */
export type OptionValues<O extends OptionSpecs> = { [K in keyof O]: O[K] extends OptionSpec<infer T> ? T : never };

/** An option without a value: `false` unless it is given. */
export function flag(flags: string, help: string): OptionSpec<boolean> {
  return { flags, help };
}

/** An option with a value; `undefined` unless it is given. */
export function option<T>(flags: string, help: string, parse: (text: string) => T): OptionSpec<T | undefined>;
/** An option with a value and a default. */
export function option<T>(
  flags: string,
  help: string,
  parse: (text: string) => T,
  fallback: T,
  defaultText?: string,
): OptionSpec<T>;
export function option<T>(
  flags: string,
  help: string,
  parse: (text: string) => T,
  fallback?: T,
  defaultText?: string,
): OptionSpec<T | undefined> {
  return { flags, help, parse, default: fallback, defaultText };
}

/** An option that may be given several times. */
export function list<T>(flags: string, help: string, parse: (text: string) => T): OptionSpec<T[]> {
  return {
    flags,
    help: `${help}; may be given several times`,
    parse: (text, before) => [...(before ?? []), parse(text)],
    default: [],
    defaultText: '',
  };
}

/** An option that names a file to read. */
export function inputFile(flags: string, help: string): OptionSpec<string | undefined> {
  return { flags, help, parse: text, reads: (path) => [path] };
}

/** An option that names a file to read, and may be given several times. */
export function inputFiles(flags: string, help: string): OptionSpec<string[]> {
  return { ...list(flags, help, text), reads: (paths) => paths };
}

/** An option that names a file to write. */
export function outputFile(flags: string, help: string): OptionSpec<string | undefined> {
  return { flags, help, parse: text, writes: (path) => [path] };
}

/** Any text. */
export const text = (value: string): string => value;

/** Makes a bad value wrong usage (status 2): for parsers that throw a plain error. */
export function usage<T>(parse: (value: string) => T): (value: string) => T {
  return (value) => {
    try {
      return parse(value);
    } catch (error) {
      throw new InvalidArgumentError(reasonOf(error));
    }
  };
}

/** A FIELD (feedmill(7)). */
export const field: (value: string) => Field = usage(parseField);

/** FIELDs separated by commas. */
export const fields: (value: string) => Field[] = usage(parseFields);

/** One of the values named. */
export function oneOf<const T extends string>(...values: T[]): ((value: string) => T) & { readonly choices: readonly T[] } {
  const parse = (value: string) => {
    if (!values.includes(value as T)) throw new InvalidArgumentError(`not one of ${values.join(', ')}.`);
    return value as T;
  };
  return Object.assign(parse, { choices: values });
}

/** A whole number from `least` on. */
export function count(least = 1): (value: string) => number {
  return (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (!Number.isSafeInteger(number) || number < least) throw new InvalidArgumentError(`not a whole number from ${least} on.`);
    return number;
  };
}

/** Any number from `least` on. */
export function number(least = Number.NEGATIVE_INFINITY): (value: string) => number {
  return (value) => {
    const result = value.trim() === '' ? Number.NaN : Number(value);
    if (!Number.isFinite(result) || result < least) {
      throw new InvalidArgumentError(least === Number.NEGATIVE_INFINITY ? 'not a number.' : `not a number from ${least} on.`);
    }
    return result;
  };
}

const secondsIn: Record<string, number> = { '': 1, ms: 0.001, s: 1, m: 60, min: 60, h: 3600, d: 86400, w: 604800 };

/** A time in seconds: `30`, `0.5`, or with a unit `500ms`, `10m`, `36h`, `30d`. */
export function seconds(value: string): number {
  const [, number, name = ''] = /^(\d+(?:\.\d+)?|\.\d+)\s*([a-z]*)$/.exec(value.trim()) ?? [];
  const unit = Object.hasOwn(secondsIn, name) ? secondsIn[name] : undefined;
  if (number === undefined || unit === undefined)
    throw new InvalidArgumentError('not a time, such as 30, 1.5, 500ms, 10m, 12h or 30d.');
  return Number(number) * unit;
}

/** The longest time that a timer of Node can wait, in seconds: some 24 days. */
const LONGEST_TIMER = Math.floor((2 ** 31 - 1) / 1000);

/** A time limit in seconds; 0 means no limit. */
export function limit(value: string): number {
  const given = seconds(value);
  return given === 0 ? LONGEST_TIMER : Math.min(given, LONGEST_TIMER);
}

const bytesIn: Record<string, number> = { '': 1, k: 1e3, m: 1e6, g: 1e9, ki: 2 ** 10, mi: 2 ** 20, gi: 2 ** 30 };

/** A size in bytes: `65536`, or with a unit `64KiB`, `50MB`, `1G`. */
export function bytes(value: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmg]?i?)b?$/.exec(value.trim().toLowerCase()) ?? [];
  const result = Math.round(Number(number) * (bytesIn[unit] ?? Number.NaN));
  if (!(result >= 1)) throw new InvalidArgumentError('not a size in bytes, such as 65536, 64KiB or 50MB.');
  return result;
}
