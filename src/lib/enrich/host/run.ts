import { type Json, type JsonObject, patched } from '../../json/index.ts';
import type { EnrichmentContext } from '../protocol.ts';
import type { Loaded } from './load.ts';

/** The result of an enrichment, as immutable text: a value, or the whole record. */
export interface EncodedResult {
  readonly kind: 'value' | 'record';
  readonly json: string;
}

/**
 * Runs one enrichment over the text of a record. The result is serialised at once, so that later changes by the enrichment have no effect.
 * @param maxValue maximum length of the result, in characters
 * @throws what the enrichment throws, and Error for a result that cannot be JSON
 */
export function runOver(
  loaded: Loaded,
  text: string,
  context: EnrichmentContext,
  maxValue: number,
): EncodedResult | Promise<EncodedResult> {
  const record: JsonObject = JSON.parse(text);
  const given = loaded.call(record, context);
  if (!isThenable(given)) return resultOf(loaded, given, record, text, maxValue);
  return Promise.resolve(given).then((value) => resultOf(loaded, value, record, text, maxValue));
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return value !== null && typeof value === 'object' && typeof (value as PromiseLike<unknown>).then === 'function';
}

function resultOf({ gives }: Loaded, given: unknown, record: JsonObject, text: string, maxValue: number): EncodedResult {
  if (gives === 'value' || (gives === 'either' && given !== record)) return { kind: 'value', json: encode(given, maxValue) };
  if (given === undefined || given === null) return { kind: 'record', json: changed(text, record, maxValue) };
  if (typeof given === 'object' && !Array.isArray(given)) return { kind: 'record', json: changed(text, given, maxValue) };
  return { kind: 'value', json: encode(given, maxValue) };
}

/** The text of the changed record. Unchanged members keep their exact text. */
function changed(text: string, given: object, maxValue: number): string {
  const after: Json = JSON.parse(encode(given, maxValue + text.length));
  if (after === null || typeof after !== 'object' || Array.isArray(after)) throw new Error('gave no record');
  return patched(Buffer.from(text), JSON.parse(text), after).toString();
}

function encode(value: unknown, maxValue: number): string {
  if (typeof value === 'function' || typeof value === 'symbol') throw new Error(`gave a ${typeof value}, which is no JSON`);
  const json = value === undefined ? 'null' : JSON.stringify(value);
  if (json === undefined) throw new Error('gave what is no JSON');
  if (json.length > maxValue) throw new Error(`gave a value of ${json.length} characters, more than --max-value ${maxValue}`);
  return json;
}
