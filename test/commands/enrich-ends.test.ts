import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { bin, finished, run, scratch, start } from '../support/executables.ts';

const pools = ['async', 'threads', 'processes'];

function module(t: TestContext, source: string): string {
  const path = join(scratch(t), 'module.mjs');
  writeFileSync(path, source);
  return path;
}

/** Writes the number of its process to the file PID, and goes on as it is told. */
const telling = (more: string) =>
  `import { renameSync, writeFileSync } from 'node:fs';
const tell = () => { writeFileSync(process.env.PID + '.part', String(process.pid)); renameSync(process.env.PID + '.part', process.env.PID); };
${more}`;

async function written(path: string): Promise<string> {
  while (!existsSync(path)) await sleep(20);
  return readFileSync(path, 'utf8');
}

/** Until a process is there no more, or is dead and nobody has taken note of it. */
async function gone(pid: string): Promise<void> {
  const isThere = () => {
    try {
      return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
    } catch {
      return false;
    }
  };
  while (isThere()) await sleep(50);
}

describe('enrich', { concurrency: 3 }, () => {
  for (const pool of pools) {
    for (const [name, body] of [
      ['never settles', 'return new Promise(() => {})'],
      ['never comes back', 'for (;;);'],
    ] as const) {
      it(`ends before it reads anything with a setup that ${name} (${pool})`, async (t) => {
        const path = module(t, `export function setup() { ${body} }\nexport default function f() {}`);
        const { stdout, stderr, status } = await run('enrich', ['--with', path, '--pool', pool, '--setup-timeout', '0.5'], {
          input: '{}\n',
        });
        assert.deepEqual([stdout, status], ['', 4]);
        assert.match(stderr, /^enrich: \/.*module\.mjs: was not ready within 0\.5 s \(--setup-timeout\)/);
      });
    }

    it(`rejects a record when no thread or process can be set up again for it (${pool})`, async (t) => {
      // The first two are set up; every later one hangs.
      const path = module(
        t,
        `import { appendFileSync, readFileSync } from 'node:fs';
const path = process.env.STARTS;
export function setup() { appendFileSync(path, 'x'); if (readFileSync(path).length > ${pool === 'async' ? 1 : 2}) return new Promise(() => {}); }
export default function f({ id }) { for (;;); }`,
      );
      const args = ['--with', path, '--pool', pool, '-c', '2', '--timeout', '0.5', '--setup-timeout', '5'];
      const { stdout, stderr, status } = await run('enrich', args, {
        input: '{"id":1}\n{"id":2}\n{"id":3}\n',
        env: { STARTS: join(scratch(t), 'starts') },
      });
      assert.deepEqual([stdout, status], ['', 1], stderr);
      assert.match(stderr, /stdin:3: .*was not ready within 5 s/);
    });

    it(`stops at once on a signal while a setup goes on (${pool})`, async (t) => {
      const path = module(t, telling('export function setup() { tell(); for (;;); }\nexport default function f() {}'));
      const pid = join(scratch(t), 'pid');
      const child = start(join(bin, 'enrich'), ['--with', path, '--pool', pool], { env: { PID: pid } });
      const host = await written(pid);
      child.kill('SIGTERM');
      assert.equal((await finished(child)).status, 143);
      await gone(host);
    });

    it(`leaves no process behind when it is killed during an endless loop (${pool})`, async (t) => {
      const path = module(t, telling('export default function f() { tell(); for (;;); }'));
      const pid = join(scratch(t), 'pid');
      const child = start(join(bin, 'enrich'), ['--with', path, '--pool', pool], { env: { PID: pid } });
      child.stdin.write('{}\n');
      const host = await written(pid);
      child.kill('SIGKILL');
      await gone(host);
    });
  }
});
