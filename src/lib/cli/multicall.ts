import { VERSION } from '../../version.ts';
import { settle, status } from '../errors/index.ts';
import { nearest, print, printable } from '../terminal/index.ts';
import { execute } from './cli.ts';
import { type CommandTable, type Declaration, loaderOf, type ToolTable } from './command.ts';
import { executeTool } from './tool.ts';

/** `feedmill NAME …`: runs the command or the tool named, or shows what there is. */
export async function multiCall(commands: CommandTable, tools: ToolTable, args: readonly string[]): Promise<void> {
  const [first, second] = args;
  const [name, ...rest] = first === 'help' && second !== undefined ? [second, '--help'] : args;
  const loadCommand = loaderOf(commands, name ?? '');
  const loadTool = loaderOf(tools, name ?? '');
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    const text = await overview(commands, tools);
    if (name !== undefined) print(text);
    else process.stderr.write(text);
    settle(name === undefined ? status.usage : status.ok);
  } else if (loadCommand) {
    await execute((await loadCommand()).command, `feedmill ${name}`, rest);
  } else if (loadTool) {
    await executeTool((await loadTool()).tool, rest, commands, tools);
  } else {
    const kind = name.startsWith('-') ? 'option' : 'command';
    const meant = nearest(name, [...Object.keys(commands), ...Object.keys(tools)]);
    const hint = meant === undefined ? '' : ` (did you mean ${meant}?)`;
    process.stderr.write(`feedmill: unknown ${kind} '${printable(name)}'${hint}\n(feedmill --help shows what there is)\n`);
    settle(status.usage);
  }
}

async function overview(commands: CommandTable, tools: ToolTable): Promise<string> {
  const loadedCommands = await Promise.all(Object.values(commands).map((load) => load()));
  const loadedTools = await Promise.all(Object.values(tools).map((load) => load()));
  const width = 2 + Math.max(...[...Object.keys(commands), ...Object.keys(tools)].map((name) => name.length));
  const row = ({ name, summary }: Declaration) => `  ${name.padEnd(width)}${summary}\n`;
  return `Usage: feedmill COMMAND [OPTIONS] [FILE...]

Small filters that turn news feeds into text corpora. Each reads and writes JSON, one
object a line, and is an executable of its own as well.

Commands:
${loadedCommands.map(({ command }) => row(command)).join('')}
Tools:
${loadedTools.map(({ tool }) => row(tool)).join('')}
feedmill COMMAND --help shows the options of one; man COMMAND tells all. Version ${VERSION}.
`;
}
