import type { Command, CommandTable, Tool, ToolTable } from '../command.ts';
import { optionGroups } from '../program.ts';

/** What stands behind an option: nothing, a path, a folder, one of some words, or what nobody can guess. */
export type Value =
  | { kind: 'none' }
  | { kind: 'path' | 'folder' | 'other'; name: string }
  | { kind: 'words'; name: string; words: readonly string[] };

/** An option, as completions know it. */
export interface CompletedOption {
  /** `-o`, where it has one. */
  readonly short: string | undefined;
  readonly long: string;
  readonly help: string;
  readonly value: Value;
  /** Whether it may be given several times. */
  readonly many: boolean;
}

/** A command or tool, as completions know it. */
export interface Completed {
  readonly name: string;
  readonly summary: string;
  readonly isTool: boolean;
  readonly options: readonly CompletedOption[];
  /** What an operand can be, if not a file. */
  readonly words: readonly string[] | undefined;
}

const everywhere: readonly CompletedOption[] = [
  { short: '-h', long: '--help', help: 'show the options', value: { kind: 'none' }, many: false },
  { short: '-V', long: '--version', help: 'show the version', value: { kind: 'none' }, many: false },
];

/** Every command and tool, from their declarations. */
export async function completedOf(commands: CommandTable, tools: ToolTable): Promise<Completed[]> {
  const loaded = [
    ...(await Promise.all(Object.values(commands).map(async (load) => (await load()).command))),
    ...(await Promise.all(Object.values(tools).map(async (load) => (await load()).tool))),
  ];
  return loaded.map((command) => completed(command, commands));
}

function completed(command: Command | Tool, commands: CommandTable): Completed {
  const options = optionGroups(command).flatMap(([, specs]) =>
    Object.values(specs).map(({ flags, help, parse, choices, default: fallback }): CompletedOption => {
      const [, short, long = flags, name] = /^(?:(-\w), )?(--[\w-]+)(?: (.+))?$/.exec(flags) ?? [];
      const words = choices ?? (parse as { choices?: readonly string[] } | undefined)?.choices;
      return { short, long, help, value: valueBehind(name, words), many: Array.isArray(fallback) };
    }),
  );
  const { name, summary } = command;
  return { name, summary, isTool: 'run' in command, options: [...options, ...everywhere], words: command.choices?.(commands) };
}

function valueBehind(name: string | undefined, words: readonly string[] | undefined): Value {
  if (name === undefined) return { kind: 'none' };
  if (words) return { kind: 'words', name, words };
  if (/^(?:FILE|PATH)$/.test(name)) return { kind: 'path', name };
  return { kind: name === 'DIR' ? 'folder' : 'other', name };
}
