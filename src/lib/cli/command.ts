import type { RejectEntry } from '../errors/index.ts';
import type { Filter, RunContext } from '../filter/index.ts';
import type { Contract } from '../schema/index.ts';
import type { OptionSpecs, OptionValues } from './options.ts';

/** What `create` of a command is given beside its own options. */
export interface CommandContext extends RunContext {
  /** The value of `-c`, for commands that wait. */
  readonly concurrency?: number;
  /** The value of `--timeout`, for commands that wait, in seconds. */
  readonly timeout?: number;
  /** Whether results are wanted in input order. */
  readonly ordered?: boolean;
  /** The arguments that are no options, for commands that declare `operands`; else they are the files to read. */
  readonly operands: readonly string[];
}

/** What a command and a tool declare alike: `--help`, the man page and the completions come from it. */
export interface Declaration<O extends OptionSpecs = OptionSpecs> {
  readonly name: string;
  /** One line, in the imperative, without a full stop. */
  readonly summary: string;
  /** Paragraphs for the man page; `code` stands between backticks. */
  readonly about: readonly string[];
  /** Sections of the man page beyond the usual ones, by their titles. */
  readonly sections?: Readonly<Record<string, readonly string[]>>;
  /** Set for commands that wait on something: they have -c, --ordered and --timeout. The values are the defaults; a command may set its own concurrency by what it waits on. */
  readonly waits?: { readonly concurrency?: number; readonly timeout: number; readonly about: string };
  /** Set where the arguments that are no options are not files to read: how the usage shows them, and what they are. */
  readonly operands?: { readonly usage: string; readonly about: string };
  readonly options: O;
  /** Lines to paste, and what they do. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  /** Words that an operand can be, for completions. */
  choices?(commands: CommandTable): readonly string[];
  /** Names of related pages. */
  readonly seeAlso?: readonly string[];
}

/** A command, declared once: a filter in the form that every command has. */
export interface Command<O extends OptionSpecs = OptionSpecs> extends Declaration<O> {
  /**
   * Whether, with these options, it looks at each record by itself and computes: then the work can be spread over threads. A command
   * that says so has `--jobs`.
   */
  computes?(options: OptionValues<O>): boolean;
  /** What it reads and writes, and what it needs of it. */
  readonly records: Contract<OptionValues<O>>;
  /** The codes of its rejects beyond those that every command has. */
  readonly rejects: readonly RejectEntry[];
  /** Makes the filter. @throws Halt */
  create(options: OptionValues<O>, context: CommandContext): Promise<Filter> | Filter;
}

/** A tool, declared once: what `feedmill` does about commands, rather than with records. */
export interface Tool<O extends OptionSpecs = OptionSpecs> extends Declaration<O> {
  readonly operands: { readonly usage: string; readonly about: string };
  /** Whether it has the options that every command has. */
  readonly common?: boolean;
  /** Does it, and gives the exit status. @throws Halt */
  run(options: OptionValues<O>, operands: readonly string[], commands: CommandTable, tools: ToolTable): Promise<number>;
}

/** How to load each command, by its name. */
export type CommandTable = Readonly<Record<string, () => Promise<{ command: Command }>>>;
/** How to load each tool, by its name. */
export type ToolTable = Readonly<Record<string, () => Promise<{ tool: Tool }>>>;

/** How to load the command or tool `name`; nothing where there is none. */
export function loaderOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Declares a tool; the types of its options go into `run`. */
export function defineTool<O extends OptionSpecs>(tool: Tool<O>): Tool {
  return tool;
}

/** Declares a command; the types of its options go into `create`. */
export function defineCommand<O extends OptionSpecs>(command: Command<O>): Command {
  return command;
}
