import type { CommandTable, ToolTable } from '../command.ts';
import { bashCompletion } from './bash.ts';
import { fishCompletion } from './fish.ts';
import { completedOf } from './model.ts';
import { zshCompletion } from './zsh.ts';

/** The shells that there are completions for, and the names of the files that they look for. */
export const completionFiles = { bash: 'feedmill.bash', zsh: '_feedmill', fish: 'feedmill.fish' } as const;
export type Shell = keyof typeof completionFiles;

const makers = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** The completions of every command and tool for a shell, made of their declarations. */
export async function completionScript(shell: Shell, commands: CommandTable, tools: ToolTable): Promise<string> {
  return makers[shell](await completedOf(commands, tools));
}
