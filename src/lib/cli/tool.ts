import { CommanderError } from 'commander';
import { settle, status } from '../errors/index.ts';
import { Log, type LogOptions, tell } from '../filter/index.ts';
import type { CommandTable, Tool, ToolTable } from './command.ts';
import { program } from './program.ts';

/** Runs a tool with the arguments given and sets the exit status of the process. */
export async function executeTool(tool: Tool, args: readonly string[], commands: CommandTable, tools: ToolTable): Promise<void> {
  settle(await runTool(tool, args, commands, tools));
}

async function runTool(tool: Tool, args: readonly string[], commands: CommandTable, tools: ToolTable): Promise<number> {
  const parser = program(tool, `feedmill ${tool.name}`);
  try {
    parser.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? status.ok : status.usage;
  }
  try {
    return await tool.run(parser.opts(), parser.args, commands, tools);
  } catch (error) {
    const log = new Log(tool.name, parser.opts<LogOptions>());
    const exitStatus = tell(error, log);
    await log.close();
    return exitStatus;
  }
}
