import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commands } from '../../../src/commands/index.ts';
import { limit, seconds } from '../../../src/lib/cli/index.ts';
import { optionGroups } from '../../../src/lib/cli/program.ts';

describe('a DURATION', () => {
  it('is a number of seconds, or has a unit', () => {
    const cases: [text: string, wanted: number][] = [
      ['30', 30],
      ['0.5', 0.5],
      ['500ms', 0.5],
      ['5s', 5],
      ['5m', 300],
      ['2h', 7200],
      ['3d', 259_200],
      ['0', 0],
    ];
    for (const [text, wanted] of cases) assert.equal(seconds(text), wanted, text);
    for (const text of ['', '-1', '1y', 'soon', '1e400', '5m3s']) assert.throws(() => seconds(text), /not a time/, text);
  });

  it('of a limit is no limit at 0, and never more than a timer can wait', () => {
    assert.equal(limit('1'), 1);
    for (const text of ['0', '0s', '100d', '99999999999999']) {
      assert.ok(limit(text) * 1000 < 2 ** 31, text);
      assert.ok(limit(text) > 86_400 * 20, text);
    }
  });

  it('is what every option that takes a time takes', async () => {
    for (const load of Object.values(commands)) {
      const { command } = await load();
      for (const { flags, parse } of optionGroups(command).flatMap(([, specs]) => Object.values(specs))) {
        const isTime = parse === seconds || parse === limit;
        assert.equal(isTime, flags.endsWith(' DURATION'), `${command.name} ${flags}`);
        if (/-?timeout /.test(flags)) assert.equal(parse, limit, `${command.name} ${flags}: 0 means no limit`);
      }
    }
  });
});
