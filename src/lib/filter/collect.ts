import { Halt, Reject, reasonOf } from '../errors/index.ts';
import { Line } from '../ndjson/index.ts';
import { type Filter, notBegun, type Piece, type Yield } from './filter.ts';

/**
 * Gives a line, or a document, to a filter.
 * @throws Reject when the line has a defect, and whatever the filter throws
 */
export function give(filter: Filter, line: Line, isDocument = false): Yield | Promise<Yield | typeof notBegun> {
  if (line.defect) throw line.defect;
  if (isDocument) return filter.document?.read(line);
  if (filter.bareLine && !line.looksLikeObject()) {
    const record = filter.bareLine(line.text().trim());
    if (record) line.become(record);
  }
  return filter.process(line);
}

/** The reject for whatever was thrown over a line; a fault of the program costs only the record it met. @throws Halt */
export function rejectOf(error: unknown): Reject {
  if (error instanceof Halt) throw error;
  return error instanceof Reject ? error : new Reject('INTERNAL_ERROR', `unexpected: ${reasonOf(error)}`);
}

/** Everything that comes of one line or document, at once where the filter gives it at once. What was thrown is the last piece. @throws Halt */
export function collect(filter: Filter, line: Line, isDocument = false): Piece[] | Promise<Piece[] | typeof notBegun> {
  try {
    const given = give(filter, line, isDocument);
    if (given instanceof Promise) {
      return given.then(
        (result) => (result === notBegun ? notBegun : gather(result)),
        (error) => [rejectOf(error)],
      );
    }
    return gather(given);
  } catch (error) {
    return [rejectOf(error)];
  }
}

/** The pieces of a result, in an array. @throws Halt */
export function gather(result: Yield): Piece[] | Promise<Piece[]> {
  if (result === undefined) return [];
  if (result instanceof Line || result instanceof Reject) return [result];
  if (Symbol.asyncIterator in result) return gatherLater(result);
  const pieces: Piece[] = [];
  try {
    for (const piece of result) pieces.push(piece);
  } catch (error) {
    pieces.push(rejectOf(error));
  }
  return pieces;
}

async function gatherLater(result: AsyncIterable<Piece>): Promise<Piece[]> {
  const pieces: Piece[] = [];
  try {
    for await (const piece of result) pieces.push(piece);
  } catch (error) {
    pieces.push(rejectOf(error));
  }
  return pieces;
}
