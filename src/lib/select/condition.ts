import { type Field, type Json, parseField } from '../json/index.ts';
import { type Operand, operandOf, timeOf } from './value.ts';

/** Whether the values of a field meet a condition: none for a missing field, several for a list. */
export type Test = (values: readonly Json[]) => boolean;
/** Whether one value meets a condition. */
type Holds = (value: Json) => boolean;

/** A condition on one field. */
export interface Condition {
  readonly field: Field;
  readonly test: Test;
}

/** An operator after a field that is free of them; a backslash takes the meaning from the character behind it. */
const CONDITION = /^((?:\\.|[^\\=!<>~])+)(==|=|!=|!~|~|<=|>=|<|>)([\s\S]*)$/;
const PATTERN = /^\/([\s\S]+)\/([a-z]*)$/;

/**
 * Reads `FIELD OP VALUE`, with OP one of `=`, `!=`, `<`, `<=`, `>`, `>=`, `~` and `!~`.
 * @param now what relative dates such as `-7d` count back from, in ms
 * @throws Error in words for the user
 */
export function parseCondition(text: string, now = Date.now()): Condition {
  const [, field, operator, rest] = CONDITION.exec(text) ?? [];
  if (field === undefined || operator === undefined || rest === undefined || field.trim() === '')
    throw new SyntaxError(`'${text}' is no condition; an example is language=en`);
  return { field: parseField(field), test: testOf(operator, rest.trim(), now) };
}

/** Meets a field that is there. */
export const exists: Test = (values) => values.length > 0;

/** Meets a date that is not before (or, with `before`, is before) a point in time in ms. */
export function dated(time: number, before = false): Test {
  return some((value) => {
    const found = typeof value === 'string' ? timeOf(value) : undefined;
    return found !== undefined && (before ? found < time : found >= time);
  });
}

function testOf(operator: string, typed: string, now: number): Test {
  switch (operator) {
    case '~':
      return some(matching(typed));
    case '!~':
      return none(matching(typed));
    case '=':
    case '==':
      return some(equal(operandOf(typed, now)));
    case '!=':
      return none(equal(operandOf(typed, now)));
    default:
      return some(ordered(operator, operandOf(typed, now)));
  }
}

/** A list meets a condition when one of its members does. */
function some(holds: Holds): Test {
  return (values) => values.some(holds);
}

/** A missing field meets no condition, not even a negated one. */
function none(holds: Holds): Test {
  return (values) => values.length > 0 && !values.some(holds);
}

function equal({ text, quoted, number }: Operand): Holds {
  return (value) => {
    if (typeof value === 'string') return value === text;
    if (quoted) return false;
    if (typeof value === 'number') return value === number;
    return typeof value === 'boolean' && String(value) === text;
  };
}

function ordered(operator: string, { text, quoted, number, time }: Operand): Holds {
  const holds = comparisons[operator]!;
  return (value) => {
    if (typeof value === 'number') return number !== undefined && !quoted && holds(value - number);
    if (typeof value !== 'string') return false;
    const valueTime = time === undefined ? undefined : timeOf(value);
    if (time !== undefined && valueTime !== undefined) return holds(valueTime - time);
    // Dates, durations and numbers say nothing about other strings; two texts compare by their characters.
    if (time !== undefined || number !== undefined) return false;
    return holds(value < text ? -1 : value > text ? 1 : 0);
  };
}

const comparisons: Readonly<Record<string, (difference: number) => boolean>> = {
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
};

/** `/REGEX/FLAGS`, or a text that the value contains. */
function matching(typed: string): Holds {
  const [, source, flags = ''] = PATTERN.exec(typed) ?? [];
  if (source === undefined) {
    const { text } = operandOf(typed, 0);
    if (text === '') throw new SyntaxError('~ needs a text or a /pattern/ to look for');
    return (value) => typeof value === 'string' && value.includes(text);
  }
  const pattern = new RegExp(source, flags.replace(/[gy]/g, ''));
  return (value) => typeof value === 'string' && pattern.test(value);
}
