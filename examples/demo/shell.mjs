// Runs a line of shell as a user would.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A word for the shell, quoted only where it has to be. */
export function quote(word) {
  return /^[\w./@:+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * Prints a line of shell, runs it in `root` with bin/ on the PATH, and gives what the commands count under --stats, in the order of the line.
 * What else they say on standard error is passed on. Throws when it does not exit with 0.
 */
export async function shell(line, root) {
  process.stdout.write(`$ ${line}\n\n`);
  const child = spawn('bash', ['-o', 'pipefail', '-c', line], {
    cwd: root,
    env: { ...process.env, PATH: `${join(root, 'bin')}:${process.env.PATH}` },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  // Ctrl-C reaches the commands as well: they finish what is under way, and this program tells of it.
  const wait = () => {};
  process.on('SIGINT', wait);
  const stats = [];
  const said = createInterface({ input: child.stderr });
  said.on('line', (text) => {
    if (text.startsWith('{"command"')) stats.push(JSON.parse(text));
    else process.stderr.write(`${text}\n`);
  });
  const [[code, signal]] = await Promise.all([once(child, 'close'), once(said, 'close')]);
  process.off('SIGINT', wait);
  const status = code ?? 128 + constants.signals[signal];
  if (status !== 0) throw Object.assign(new Error(`the pipe ended with status ${status}`), { status });
  const order = line.split('|').map((stage) => stage.trim().split(' ', 1)[0]);
  return stats.sort((a, b) => order.indexOf(a.command) - order.indexOf(b.command));
}
