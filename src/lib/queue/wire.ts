import type { Argument } from '../redis/index.ts';
import type { Job, Result } from './job.ts';

/** A record as Redis gives it to a worker. */
export type Taken = [stream: number, tries: number, entry: Buffer, payload: Buffer, id: Buffer];

/** The answer to a step. */
export type StepAnswer = [time: number, lost: number[], full: number, holds: number, alone: number, taken: Taken[]];

/** The answer to XREADGROUP: entries by their streams. */
export type Heard = [stream: Buffer, entries: [entry: Buffer, fields: Buffer[]][]][];

export function jobOf([stream, tries, entry, payload, id]: Taken): Job {
  return { stream, tries, entry: entry.toString(), payload, id: id.toString(), takenAt: performance.now() };
}

/** The records that were heard of, of the streams named. */
export function takenOf(heard: Heard, streams: readonly string[]): Taken[] {
  return heard.flatMap(([stream, entries]) => {
    const index = streams.indexOf(stream.toString()) + 1;
    return entries.map(([entry, fields]): Taken => [index, 1, entry, field(fields, 'p'), field(fields, 'i')]);
  });
}

/** A result as the script of a step reads it. */
export function encode({ jobs, outputs, dead }: Result): Argument[] {
  const args: Argument[] = [jobs.length, outputs.length, dead.length];
  for (const { stream, entry, id } of jobs) args.push(stream, entry, id);
  args.push(...outputs);
  for (const { payload, error } of dead) args.push(payload, error);
  return args;
}

function field(fields: readonly Buffer[], name: string): Buffer {
  for (let at = 0; at < fields.length; at += 2) if (fields[at].toString() === name) return fields[at + 1];
  return Buffer.alloc(0);
}
