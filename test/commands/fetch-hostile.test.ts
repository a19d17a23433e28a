import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { scenarios } from '../servers/scenarios/index.ts';
import { play, type Running } from '../servers/server.ts';
import { type FetchRun, runFetch } from './fetch-run.ts';

const timeout = 5;
const all = await scenarios();
const servers: Running[] = [];
let ran: FetchRun;

before(async () => {
  const input: { name: string; url: string }[] = [];
  for (const [name, scenario] of all) {
    const server = await play(scenario, name);
    servers.push(server);
    input.push({ name, url: scenario.url?.(server.origin) ?? `${server.origin}/` });
  }
  ran = await runFetch(['--timeout', String(timeout), '--retries', '1', '--retry-delay', '0.1', '--stats'], input);
});

after(() => Promise.all(servers.map((server) => server.close())));

for (const [name, scenario] of all) {
  test(`fetch gives ${scenario.expect === 'ok' ? 'a response' : scenario.expect} for a server that ${scenario.name}`, () => {
    const records = ran.records.filter((record) => record.name === name);
    const rejects = ran.rejects.filter(({ record }) => record?.name === name);
    assert.equal(records.length + rejects.length, 1, 'exactly one output or one reject');
    const got = records[0]?.fetch ?? rejects[0]!.error;
    assert.equal(records[0] ? 'ok' : rejects[0]!.error.code, scenario.expect, JSON.stringify(got));
    for (const [member, value] of Object.entries(scenario.with ?? {})) assert.deepEqual(got[member], value);
    if (scenario.body !== undefined) assert.equal(records[0]!.body, scenario.body);
  });
}

test('fetch does not outlive its timeout by more than a second, whatever the servers do', () => {
  assert.equal(ran.code, 1);
  const { seconds } = JSON.parse(ran.errors.trim().split('\n').at(-1)!) as { seconds: number };
  assert.ok(seconds < timeout + 1, `took ${seconds} s`);
});
