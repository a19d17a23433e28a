import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { serve } from '../servers/server.ts';
import { runFetch, temporary } from './fetch-run.ts';

const HOURS = 7 * 24;
const MONDAY = Date.UTC(2026, 0, 5);
// The clock of the child stands at a time that the environment gives, and goes on from there.
const clock = `const ahead = Number(process.env.FALSE_CLOCK) - Date.now(); const now = Date.now; Date.now = () => now() + ahead;`;

const feeds: { path: string; headers?: Record<string, string>; body?: string; visits: [least: number, most: number] }[] = [
  { path: '/silent', visits: [HOURS, HOURS] },
  { path: '/hourly', headers: { 'cache-control': 'max-age=3600' }, visits: [HOURS, HOURS] },
  { path: '/ttl-60', body: '<rss><channel><ttl>60</ttl></channel></rss>', visits: [HOURS, HOURS] },
  { path: '/six-hours', headers: { 'cache-control': 'max-age=21600' }, visits: [HOURS / 6, HOURS / 6] },
  { path: '/daily', headers: { expires: 'Fri, 01 Jan 2100 00:00:00 GMT' }, visits: [7, 7] },
  {
    path: '/nights-off',
    body: `<rss><channel><skipHours>${[0, 1, 2, 3, 4, 5].map((hour) => `<hour>${hour}</hour>`).join('')}</skipHours></channel></rss>`,
    visits: [7 * 18, 7 * 18 + 1],
  },
  { path: '/retry-after', headers: { 'retry-after': '86400' }, visits: [6, 7] },
  { path: '/missing', visits: [8, 16] },
  { path: '/gone', visits: [1, 1] },
];

/** Runs `fetch` every hour of a week, as cron does: a few seconds late, each time by others. Gives the hours at which each path was asked for. */
async function week(t: TestContext, clockAt: (hour: number) => number): Promise<Map<string, number[]>> {
  const visits = new Map(feeds.map(({ path }) => [path, [] as number[]]));
  let hour = 0;
  const { origin, close } = await serve((request, response) => {
    const feed = feeds.find(({ path }) => path === request.url);
    visits.get(request.url ?? '')?.push(hour);
    const status = feed?.path === '/missing' ? 404 : feed?.path === '/gone' ? 410 : 200;
    response.writeHead(status, { date: new Date(clockAt(hour)).toUTCString(), ...feed?.headers }).end(feed?.body ?? '<rss/>');
  });
  t.after(close);
  const state = temporary(t);
  process.env.NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(clock)}`;
  t.after(() => {
    delete process.env.NODE_OPTIONS;
    delete process.env.FALSE_CLOCK;
  });
  for (hour = 0; hour < HOURS; hour++) {
    process.env.FALSE_CLOCK = String(clockAt(hour) + 500 + ((hour * 7919) % 9_000));
    await runFetch(
      ['--state', state, '--retries', '0', '-q'],
      feeds.map(({ path }) => origin + path),
    );
  }
  return visits;
}

test('a week of hourly runs asks each feed as often as it says', { timeout: 600_000 }, async (t) => {
  const visits = await week(t, (hour) => MONDAY + hour * 3_600_000);
  for (const {
    path,
    visits: [least, most],
  } of feeds) {
    const hours = visits.get(path) ?? [];
    t.diagnostic(`${path}: ${hours.length} times, at hours ${hours.slice(0, 26).join(' ')}${hours.length > 26 ? ' …' : ''}`);
    assert.ok(hours.length >= least && hours.length <= most, `${path}: ${hours.length} times`);
  }
});

test('a clock that is a year ahead for two hours silences no feed', { timeout: 600_000 }, async (t) => {
  const visits = await week(t, (hour) => MONDAY + hour * 3_600_000 + (hour === 2 || hour === 3 ? 365 * 86_400_000 : 0));
  for (const path of ['/silent', '/hourly', '/six-hours', '/daily', '/missing', '/gone']) {
    const after = (visits.get(path) ?? []).filter((hour) => hour > 3);
    t.diagnostic(`${path}: ${after.length} times after the clock was right again, first at hour ${after[0]}`);
    assert.equal(after[0], 4, path);
  }
});
