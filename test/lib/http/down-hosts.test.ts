import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DownHosts } from '../../../src/lib/http/down-hosts.ts';

test('a host that never answered is down after two records without an answer', () => {
  const hosts = new DownHosts();
  assert.deepEqual([hosts.died('a'), hosts.refuses('a'), hosts.died('a'), hosts.refuses('a')], [false, false, true, true]);
  assert.deepEqual([hosts.refuses('b'), hosts.rejectFor('a').code], [false, 'HOST_DOWN']);
});

test('a host that has answered is down after three in a row, and up again with an answer', () => {
  const hosts = new DownHosts();
  hosts.answered('a');
  assert.deepEqual([hosts.died('a'), hosts.died('a'), hosts.refuses('a')], [false, false, false]);
  hosts.answered('a');
  assert.deepEqual([hosts.died('a'), hosts.died('a'), hosts.died('a'), hosts.refuses('a')], [false, false, true, true]);
  hosts.answered('a');
  assert.equal(hosts.refuses('a'), false);
});

test('a host that is down gets one try when its time has come', (t) => {
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  const hosts = new DownHosts();
  for (let n = 0; n < 2; n++) hosts.died('a');
  now = 9_999;
  assert.equal(hosts.refuses('a'), true);
  now = 10_000;
  assert.deepEqual([hosts.refuses('a'), hosts.refuses('a')], [false, true]);
  assert.equal(hosts.died('a'), true);
  now = 29_999;
  assert.equal(hosts.refuses('a'), true);
  now = 30_000;
  assert.equal(hosts.refuses('a'), false);
});
