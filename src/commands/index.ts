import type { CommandTable, ToolTable } from '../lib/cli/index.ts';
import { watchForFaults } from '../lib/errors/index.ts';
import { print } from '../lib/terminal/index.ts';
import { VERSION } from '../version.ts';

/** Every command, in the order of a pipe. This table is the one list of them: help, man pages, completions and bin/ come from it. */
export const commands: CommandTable = {
  opml2feeds: () => import('./opml2feeds.ts'),
  fetch: () => import('./fetch.ts'),
  parse: () => import('./parse.ts'),
  select: () => import('./select.ts'),
  enrich: () => import('./enrich.ts'),
  dedupe: () => import('./dedupe.ts'),
  keywords: () => import('./keywords.ts'),
  s3exists: () => import('./s3exists.ts'),
  peek: () => import('./peek.ts'),
  feeds2opml: () => import('./feeds2opml.ts'),
  enqueue: () => import('./enqueue.ts'),
  work: async () => ({ command: (await import('./work.ts')).workCommand(commands) }),
  dequeue: () => import('./dequeue.ts'),
  queue: () => import('./queue.ts'),
};

/** What `feedmill` does about commands, rather than with records: `feedmill NAME` only. */
export const tools: ToolTable = {
  run: () => import('./tools/run.ts'),
  check: () => import('./tools/check.ts'),
  schema: () => import('./tools/schema.ts'),
  completion: () => import('./tools/completion.ts'),
  doctor: () => import('./tools/doctor.ts'),
};

/** Runs the command `name` with the process's arguments. `feedmill` runs the one that its first argument names. @throws Error for a name that is no command */
export async function main(name: string): Promise<void> {
  const args = process.argv.slice(2);
  // Asked often and by scripts, so it is answered before anything is loaded.
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    print(`${VERSION}\n`);
    return;
  }
  watchForFaults(name);
  if (name === 'feedmill') {
    const { multiCall } = await import('../lib/cli/index.ts');
    await multiCall(commands, tools, args);
    return;
  }
  const [{ execute }, loaded] = await Promise.all([import('../lib/cli/index.ts'), commands[name]?.()]);
  if (!loaded) throw new Error(`no command ${name}`);
  await execute(loaded.command, name, args);
}
