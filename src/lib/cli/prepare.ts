import { CommanderError } from 'commander';
import { Halt, status } from '../errors/index.ts';
import type { Filter, LogOptions, RunContext, RunOptions } from '../filter/index.ts';
import type { Command, CommandContext } from './command.ts';
import { commonOptions } from './common.ts';
import { commonOptionsOf, program } from './program.ts';

/** The values of the options that every command has. */
export type CommonOptions = RunOptions & LogOptions & { allowRejects?: boolean; ordered?: boolean; lock?: string };

/** A command with its arguments parsed, ready to make its filter. */
export interface Prepared {
  readonly command: Command;
  readonly options: CommonOptions;
  /** The values of all options, those of every command among them. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly files: readonly string[];
  /** @throws Halt */
  create(context: RunContext): Promise<Filter>;
}

/**
 * Parses the arguments of a command. Help and complaints go to the standard streams.
 * @throws CommanderError, with an exit code of 0 where help or the version was asked for
 */
export function prepare(command: Command, invokedAs: string, args: readonly string[]): Prepared {
  return prepared(command, program(command, invokedAs).parse(args, { from: 'user' }), args);
}

/**
 * Parses the arguments of a command that is a part of another one: nothing is printed.
 * @throws Halt 2, saying what is wrong
 */
export function prepareQuietly(command: Command, args: readonly string[]): Prepared {
  let complaint = '';
  const parser = program(command, command.name).configureOutput({
    writeOut: () => {},
    writeErr: () => {},
    outputError: (message) => {
      complaint = message
        .replace(/^error: /, '')
        .replace(/\s+/g, ' ')
        .trim();
    },
  });
  try {
    return prepared(command, parser.parse(args, { from: 'user' }), args);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    throw new Halt(status.usage, `${command.name}: ${complaint || 'only options that make a filter have a place here'}`);
  }
}

function prepared(command: Command, parser: ReturnType<typeof program>, args: readonly string[]): Prepared {
  const values: Record<string, unknown> = parser.opts();
  const options = { ...parser.opts<CommonOptions>() };
  const common = commonOptionsOf(command);
  // An option that the command gives a meaning of its own says nothing to the runner.
  for (const name of Object.keys(commonOptions)) if (!(name in common)) delete options[name as keyof CommonOptions];
  const waits = command.waits ? parser.opts<Pick<CommandContext, 'concurrency' | 'timeout' | 'ordered'>>() : {};
  return {
    command,
    options,
    values,
    files: command.operands ? [] : parser.args,
    create: async (context) => {
      const filter = await command.create(values, { ...context, ...waits, operands: parser.args });
      const { jobs = 1 } = parser.opts<{ jobs?: number }>();
      if (jobs === 1 || !command.computes?.(values)) return filter;
      const [{ isMainThread }, { inThreads }] = await Promise.all([import('node:worker_threads'), import('./threads.ts')]);
      if (!isMainThread) return filter;
      return inThreads({ name: command.name, args }, jobs, filter);
    },
  };
}

/** What a command reads, and needs with these values of its options. */
export function contractOf({ records: { reads, needs } }: Command, values: Prepared['values']) {
  return { reads, needs: needs?.(values) ?? [] };
}
