import { Halt, status } from '../errors/index.ts';
import { Log, run, type Step, tell } from '../filter/index.ts';
import { type Guard, type Paths, refuseClashes } from '../io/index.ts';
import { locked } from './cli.ts';
import type { CommandTable } from './command.ts';
import { commonOptions } from './common.ts';
import { Flow } from './flow.ts';
import { optionPaths, pathsOfRun } from './paths.ts';
import { type CommonOptions, contractOf, type Prepared } from './prepare.ts';
import { prepareStages, type Stages } from './stages.ts';

/**
 * Runs a pipeline in this process and gives the exit status.
 * @param own the files that the options of the run itself name
 * @param options those of the whole run; where it has none, what the pipeline says itself holds
 * @throws Halt
 */
export async function runPipeline(
  text: string,
  files: readonly string[],
  options: CommonOptions & { jobs?: number },
  commands: CommandTable,
  own: Paths,
): Promise<number> {
  const log = new Log('run', options);
  try {
    const prepared = await prepareStages(text, files, options.jobs ?? 1, commands);
    refuseMisfits(prepared.stages);
    const parts = prepared.stages.map(({ command, values }) => optionPaths(command, values));
    refuseClashes(pathsOfRun([own, redirected(prepared), ...parts], prepared.files));
    const steps = prepared.stages.map(({ command, options: own, values, create }): Step => {
      const logOptions = {
        quiet: options.quiet || own.quiet,
        verbose: options.verbose || own.verbose,
        logFormat: options.logFormat,
      };
      const { ordered, rejects, append } = own;
      return {
        log: new Log(command.name, logOptions, log),
        ordered,
        rejects: rejects === undefined ? undefined : { path: rejects, append },
        allowRejects: options.allowRejects || own.allowRejects,
        contract: contractOf(command, values),
        create,
      };
    });
    const locks = [options.lock, ...prepared.stages.map((stage) => stage.options.lock)];
    const whole = { ...options, ...chosen(options, prepared.options) };
    const work = (guard?: Guard) => run(prepared.files, steps, guard ? { ...whole, guard } : whole, log);
    return await locks.reduceRight(
      (inner, path) => (outer?: Guard) => locked(path, 'run', (guard) => inner(bothOf(outer, guard))),
      work,
    )();
  } catch (error) {
    return tell(error, log);
  } finally {
    await log.close();
  }
}

/** A guard that allows what both allow. */
function bothOf(one: Guard | undefined, other: Guard | undefined): Guard | undefined {
  if (!one || !other) return one ?? other;
  return {
    get lost() {
      return one.lost ?? other.lost;
    },
    onLost(callback) {
      one.onLost(callback);
      other.onLost(callback);
    },
  };
}

/** The file that a redirection of the pipeline names. */
function redirected({ options: { output } }: Stages): Paths {
  return { reads: [], writes: output === undefined ? [] : [{ path: output, by: '--output', isShared: true }] };
}

/** @throws Halt 2 where a stage cannot do anything with what the stages before it give */
function refuseMisfits(stages: readonly Prepared[]): void {
  const flow = new Flow();
  for (const [index, { command, values }] of stages.entries()) {
    const isFirst = index === 0;
    const refuse = ({ message, suggestion }: { message: string; suggestion?: string }) => {
      throw new Halt(status.usage, `stage ${index + 1}, ${command.name}: ${message}${suggestion ? `; ${suggestion}` : ''}`);
    };
    if (!isFirst) flow.check(command.records, values, refuse);
    flow.pass(command.name, command.records, values, isFirst);
  }
}

/** What the run says where it says something, else what the pipeline says; how a file is written goes with its name. */
function chosen(run: CommonOptions, pipeline: CommonOptions): Partial<CommonOptions> {
  const isNamed = run.output !== undefined;
  return {
    output: run.output ?? pipeline.output,
    append: run.append || (!isNamed && pipeline.append),
    atomic: run.atomic || (!isNamed && pipeline.atomic),
    wait: run.wait ?? pipeline.wait,
    progress: run.progress ?? pipeline.progress,
    stats: run.stats || pipeline.stats,
    follow: run.follow || pipeline.follow,
    maxLine: run.maxLine === commonOptions.maxLine.default ? (pipeline.maxLine ?? run.maxLine) : run.maxLine,
  };
}
