import type { Argument } from '../redis/index.ts';
import type { Failure, Job, Result } from './job.ts';

/** A record as Redis gives it to a worker. */
export type Taken = [stream: number, tries: number, entry: Buffer, payload: Buffer, id: Buffer];

/** The answer to a step. */
export type StepAnswer = [time: number, lost: number[], full: number, holds: number, alone: number, more: number, taken: Taken[]];

/** The answer to XREADGROUP: entries by their streams. */
export type Heard = [stream: Buffer, entries: [entry: Buffer, fields: Buffer[]][]][];

export function jobOf([stream, tries, entry, payload, id]: Taken, takenAt: number): Job {
  return { stream, tries, entry: entry.toString(), payload, id: id.toString(), takenAt };
}

/** The records in an answer to XREADGROUP on `streams`. */
export function takenOf(heard: Heard, streams: readonly string[]): Taken[] {
  return heard.flatMap(([stream, entries]) => {
    const index = streams.indexOf(stream.toString()) + 1;
    return entries.map(([entry, fields]): Taken => {
      const field = fieldsOf(fields);
      const before = /^\d{1,6}$/.exec(field.get('t')?.toString() ?? '')?.[0] ?? 0;
      return [index, Number(before) + 1, entry, field.get('p') ?? EMPTY, field.get('i') ?? EMPTY];
    });
  });
}

/** A result as the script of a step reads it. */
export function encode({ jobs, outputs, failures }: Result): Argument[] {
  const args: Argument[] = [jobs.length, outputs.length];
  for (const job of jobs) args.push(job.stream, job.entry, job.id, verdictOf(job, failures?.get(job)));
  args.push(...outputs);
  return args;
}

/** The fields of an entry by their names; of those with one name, the last. */
export function fieldsOf(flat: readonly Buffer[]): Map<string, Buffer> {
  const fields = new Map<string, Buffer>();
  for (let at = 0; at < flat.length; at += 2) fields.set(String(flat[at]), flat[at + 1] ?? EMPTY);
  return fields;
}

const EMPTY = Buffer.alloc(0);

function verdictOf({ tries }: Job, failure: Failure | undefined): string {
  if (!failure) return '';
  const { errors, retryIn } = failure;
  if (retryIn !== undefined) return `r${tries} ${Math.ceil(retryIn)}`;
  return `x${tries} ${JSON.stringify(errors.length === 1 ? errors[0] : errors)}`;
}
