import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve } from '../servers/server.ts';
import { runFetch } from './fetch-run.ts';

const link = (type: string, href: string) => `<link rel=alternate type=${type} href="${href}">`;

/** The bodies that `fetch --discover` gives for a page, and the codes of its rejects, from a server with these pages. */
async function discovered(pages: Record<string, string>, args: string[] = []) {
  const asked: string[] = [];
  const { origin, close } = await serve((request, response) => {
    asked.push(request.url ?? '');
    const page = pages[request.url ?? ''];
    if (page === undefined) response.end(`<rss>${request.url}</rss>`);
    else response.writeHead(200, { 'content-type': 'text/html' }).end(page);
  });
  try {
    const { records, rejects, errors, code } = await runFetch(['--discover', ...args], [`${origin}/`]);
    return { records, rejects, errors, code, asked, bodies: records.map(({ body }) => body) };
  } finally {
    await close();
  }
}

const found: [name: string, pages: Record<string, string>, bodies: string[]][] = [
  ['text/xml', { '/': link('text/xml', '/a') }, ['<rss>/a</rss>']],
  ['application/xml', { '/': link('application/xml', '/a') }, ['<rss>/a</rss>']],
  [
    'a refresh',
    { '/': '<meta http-equiv="refresh" content="0; url=/home">', '/home': link('text/xml', '/a') },
    ['<rss>/a</rss>'],
  ],
  ['a refresh to a feed', { '/': '<meta http-equiv="refresh" content="0; url=/a">' }, ['<rss>/a</rss>']],
  [
    'a refresh to a page that refreshes',
    {
      '/': '<meta http-equiv=refresh content="0;url=/1">',
      '/1': '<meta http-equiv=refresh content="0;url=/2">',
      '/2': link('text/xml', '/a'),
    },
    ['<rss>/a</rss>'],
  ],
];

for (const [name, pages, bodies] of found) {
  test(`fetch --discover follows ${name}`, async () => assert.deepEqual((await discovered(pages)).bodies, bodies));
}

test('fetch --discover ends where pages refresh to one another', async () => {
  const to = (path: string) => `<meta http-equiv=refresh content="0;url=${path}">`;
  const { asked } = await discovered({ '/': to('/1'), '/1': to('/2'), '/2': to('/1') });
  assert.ok(asked.length <= 5, String(asked));
});

const MANY = 200_000;
const hostile: [name: string, page: string][] = [
  ['one tag of 200 KB', `<html><link ${'a'.repeat(MANY)}>`],
  ['<link many times', `<html>${'<link '.repeat(MANY)}`],
  ['<base many times', `<html>${'<base '.repeat(MANY)}`],
  ['<!-- many times', `<html>${'<!--'.repeat(MANY)}`],
  ['<script many times', `<html>${'<script '.repeat(MANY)}`],
  ['<script></scrip many times', `<html>${'<script></scrip'.repeat(MANY)}`],
  ['an attribute without its end, many times', `<html>${'<link href="'.repeat(MANY)}`],
];

for (const [name, page] of hostile) {
  test(`fetch --discover is done at once with a page of ${name}`, async () => {
    const { rejects, asked } = await discovered({ '/': page }, ['--timeout', '20']);
    assert.deepEqual([rejects.map(({ error }) => error.code), asked.length], [['NO_FEED'], 1]);
  });
}

test('fetch --discover makes little of many long links', async () => {
  const page = `<html><base href="http://127.0.0.1:1/${'b'.repeat(1500)}/">${Array.from({ length: 500 }, (_, n) => link('text/xml', `${n}${'c'.repeat(n < 250 ? 300 : 4000)}`)).join('')}`;
  const { rejects, errors } = await discovered({ '/': page }, ['--retries', '0', '--allow-private']);
  assert.equal(rejects.length, 20);
  assert.ok(errors.length < 20 * 3_000, `${errors.length} bytes of messages`);
});
