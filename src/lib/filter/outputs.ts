import { Output, type OutputForm } from '../io/index.ts';

/** A file or FIFO of rejects, and whether they are added to what is there. */
export interface RejectsPath {
  readonly path: string;
  readonly append?: boolean;
}

/** Where the outputs of a run go; `rejects` has one for each step, or none. */
export interface OutputPaths {
  output: string | undefined;
  rejects: readonly (RejectsPath | undefined)[];
  form: OutputForm;
}

export interface Outputs {
  readonly records: Output;
  /** The output of each step's rejects; several steps may share one. */
  readonly rejects: readonly (Output | undefined)[];
}

/** Opens what a run writes to. @throws Halt 4 */
export async function openOutputs(paths: OutputPaths, stop: AbortSignal): Promise<Outputs> {
  const { output, form } = paths;
  const rejectPaths = paths.rejects.map((rejects) => rejects?.path);
  const records = output === undefined ? Output.standard(1, form) : await Output.open(output, form, stop);
  const opened = new Map<string, Output>();
  for (const rejects of paths.rejects) {
    if (!rejects || opened.has(rejects.path)) continue;
    opened.set(
      rejects.path,
      await Output.open(rejects.path, { ...form, append: rejects.append, atomic: false, isPrivate: true }, stop),
    );
  }
  return { records, rejects: rejectPaths.map((path) => (path === undefined ? undefined : opened.get(path))) };
}
