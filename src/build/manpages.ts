// Writes what the declarations of commands and tools make, from which --help comes too: man/NAME.1 for every command,
// man/feedmill-NAME.1 for every tool, and completions/ for the shells. Run by the build.
import { mkdirSync, writeFileSync } from 'node:fs';
import { commands, tools } from '../commands/index.ts';
import { completionFiles, completionScript, type Shell } from '../lib/cli/index.ts';
import { manualPage } from '../lib/cli/man.ts';

const folder = new URL('../man/', import.meta.url);
for (const [name, load] of Object.entries(commands)) {
  writeFileSync(new URL(`${name}.1`, folder), manualPage((await load()).command));
}
for (const [name, load] of Object.entries(tools)) {
  writeFileSync(new URL(`feedmill-${name}.1`, folder), manualPage((await load()).tool));
}
const completions = new URL('../completions/', import.meta.url);
mkdirSync(completions, { recursive: true });
for (const [shell, file] of Object.entries(completionFiles)) {
  writeFileSync(new URL(file, completions), await completionScript(shell as Shell, commands, tools));
}
