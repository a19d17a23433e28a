import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { JsonObject } from '../../src/lib/json/index.ts';

export const executable = join(import.meta.dirname, '../../bin/fetch');

export interface FetchRun {
  code: number | null;
  records: Response[];
  rejects: Rejected[];
  errors: string;
  seconds: number;
}

export type Response = JsonObject & { url: string; fetch: JsonObject; body?: string; body_base64?: string };
export type Rejected = { error: JsonObject & { code: string; message: string }; record?: JsonObject; line_text?: string };

/** Runs the executable over lines of text or records, with its rejects kept; without proxies, unless `env` names some. */
export async function runFetch(
  args: string[],
  input: readonly (string | JsonObject)[],
  env: Record<string, string> = { no_proxy: '*' },
): Promise<FetchRun> {
  const folder = mkdtempSync(join(tmpdir(), 'feedmill-fetch-'));
  const rejects = join(folder, 'rejects.ndjson');
  try {
    const began = performance.now();
    const child = spawn(process.execPath, [executable, '--rejects', rejects, ...args], {
      stdio: 'pipe',
      env: { ...process.env, ...env },
    });
    const [out, errors] = [text(child.stdout), text(child.stderr)];
    child.stdin.end(input.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''));
    const [code] = (await once(child, 'close')) as [number | null];
    const seconds = (performance.now() - began) / 1000;
    return {
      code,
      records: ndjson(await out),
      rejects: existsSync(rejects) ? ndjson(readFileSync(rejects, 'utf8')) : [],
      errors: await errors,
      seconds,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A folder that is gone after the test. */
export function temporary(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'feedmill-fetch-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

export function ndjson<T>(lines: string): T[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let all = '';
  for await (const chunk of stream.setEncoding('utf8')) all += chunk;
  return all;
}
