import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

/** The root of the project. */
export const root = fileURLToPath(new URL('../..', import.meta.url));
/** The folder of the executables. */
export const bin = join(root, 'bin');

/** How long a child may take, in ms. */
const PATIENCE = 60_000;

export interface Result {
  stdout: string;
  stderr: string;
  /** The exit status; 128 + n where signal n ended it, as a shell gives it. */
  status: number;
}

export interface RunOptions {
  input?: string | Buffer;
  env?: Record<string, string>;
  cwd?: string;
  /** How long it may take beyond the usual time, in ms. */
  more?: number;
}

/** Runs `bin/NAME` to its end. Its standard streams are real pipes, as a shell makes them. */
export function run(name: string, args: string[] = [], options: RunOptions = {}): Promise<Result> {
  return shell('"$0" "$@"', { ...options, args: [join(bin, name), ...args] });
}

/** Runs a line of bash, with bin/ on the PATH, to its end. `set -o pipefail` is on. */
export async function shell(script: string, options: RunOptions & { args?: string[] } = {}): Promise<Result> {
  // Node gives a child sockets for streams; `cat |` and `| cat` make them the pipes that users have.
  const piped = `set -o pipefail; cat | { ${script}\n}  2> >(cat >&2) | cat; exit "\${PIPESTATUS[1]}"`;
  const child = start('bash', ['-c', piped, ...(options.args ?? [])], options);
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  return finished(child);
}

/** Starts a program with bin/ on its PATH. */
export function start(program: string, args: string[], options: RunOptions = {}): ChildProcessWithoutNullStreams {
  const env = { ...process.env, NO_COLOR: '1', ...options.env, PATH: `${bin}:${process.env.PATH}` };
  const child = spawn(program, args, { cwd: options.cwd, env, detached: true });
  // A child that hangs, and all that it started, ends before the test runner gives up, so that the test tells what there was.
  const timer = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), PATIENCE + (options.more ?? 0));
  child.on('exit', () => clearTimeout(timer));
  return child;
}

/** Waits for the end of a child and gives all that it wrote. */
export async function finished(child: ChildProcessWithoutNullStreams): Promise<Result> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (block) => stdout.push(block));
  child.stderr.on('data', (block) => stderr.push(block));
  const [code, signal] = await once(child, 'close');
  const status = code ?? 128 + (await import('node:os')).constants.signals[signal as NodeJS.Signals];
  return { stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString(), status };
}

/** A folder for one test, removed after it. */
export function scratch(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'feedmill-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The records of NDJSON text. */
export function records(ndjson: string): Record<string, unknown>[] {
  return ndjson
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** The one value of a list. */
export function only<T>(values: readonly T[]): T {
  const [first, ...rest] = values;
  if (first === undefined || rest.length > 0) throw new Error(`${values.length} values where one was expected`);
  return first;
}

/** NDJSON text of records. */
export function ndjson(...values: unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}
