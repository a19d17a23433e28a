import { Halt, status } from '../errors/index.ts';
import { type CommandTable, loaderOf } from './command.ts';
import { parsePipeline } from './pipeline.ts';
import { type CommonOptions, type Prepared, prepareQuietly } from './prepare.ts';

/** A pipeline whose commands are known and whose options are right. */
export interface Stages {
  readonly stages: readonly Prepared[];
  readonly files: readonly string[];
  /** What the pipeline itself says of its input and output, and of what is told of the run. */
  readonly options: CommonOptions;
}

/**
 * Reads a pipeline and prepares the command of each of its stages.
 * @param files what the first stage is to read besides the files it names
 * @param jobs over how many threads each stage that computes is spread, unless it says itself
 * @throws Halt 2
 */
export async function prepareStages(
  text: string,
  files: readonly string[],
  jobs: number,
  commands: CommandTable,
): Promise<Stages> {
  const pipeline = parsePipeline(text);
  const stages: Prepared[] = [];
  for (const words of pipeline.stages) {
    const [name, ...args] = words[0] === 'feedmill' ? words.slice(1) : words;
    const known = (name ?? '').replace(/^.*\//, '');
    const load = loaderOf(commands, known);
    if (!load) {
      throw new Halt(
        status.usage,
        `in the pipeline, '${name ?? 'feedmill'}' is no command that records can pass; there are ${Object.keys(commands).join(', ')}`,
      );
    }
    const { command } = await load();
    stages.push(prepareQuietly(command, command.computes && jobs > 1 ? ['--jobs', `${jobs}`, ...args] : args));
  }
  const [first] = stages;
  const last = stages.at(-1);
  if (!first || !last) throw new Halt(status.usage, 'in the pipeline, there is no stage');
  for (const stage of stages) {
    const { name } = stage.command;
    const [file] = stage.files;
    if (stage !== first && file !== undefined)
      throw misplaced(name, 'reads what the stage before it gives, so it cannot read', file);
    if (stage !== last && stage.options.output !== undefined)
      throw misplaced(name, 'gives to the next stage, so it cannot write to', stage.options.output);
  }
  const named = [...first.files, ...(pipeline.input === undefined ? [] : [pipeline.input]), ...files];
  return {
    stages,
    files: named,
    options: {
      output: pipeline.output ?? last.options.output,
      append: pipeline.append ?? last.options.append,
      atomic: last.options.atomic,
      wait: last.options.wait,
      progress: stages.map(({ options }) => options.progress).find((wanted) => wanted !== undefined),
      stats: stages.some(({ options }) => options.stats),
      follow: first.options.follow,
      maxLine: first.options.maxLine,
    },
  };
}

function misplaced(name: string, what: string, path: string): Halt {
  return new Halt(status.usage, `in the pipeline, ${name} ${what} '${path}'`);
}
