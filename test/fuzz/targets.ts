// What the fuzzer reads with. Each input is answered, or rejected with a code; anything else that is thrown is a fault.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { decodeText, documentBytes } from '../../src/lib/charset/index.ts';
import { Reject } from '../../src/lib/errors/index.ts';
import { looksLikeDocument, parseDate, parseDuration, parseFeedToJson } from '../../src/lib/feed/index.ts';
import { htmlToLine, htmlToText, pageLinks } from '../../src/lib/html/index.ts';
import { contentTypeOf, freshForOf, retryAfterOf } from '../../src/lib/http/index.ts';
import { ResponseReader } from '../../src/lib/http/response-reader.ts';
import { allows, rulesOf } from '../../src/lib/http/robot-rules.ts';
import { readFeeds } from '../../src/lib/opml/index.ts';
import { type PayloadOptions, pack, unpack } from '../../src/lib/queue/index.ts';
import { root } from '../support/executables.ts';
import { dates, headers, inputs, json, markup, numbers, outlines, robots } from './inputs.ts';

export interface Target {
  readonly inputs: fc.Arbitrary<Buffer>;
  /** Reads an input. @throws Reject for what cannot be read; AssertionError for an answer that cannot be right */
  read(input: Buffer): void;
}

const feeds = readdirSync(join(root, 'examples/feeds')).map((name) => `examples/feeds/${name}`);
const LONGEST_PAYLOAD = 100_000;
const MOST_MS = 10 * 366 * 86_400_000;

function assertWait(wait: number | undefined): void {
  assert.ok(wait === undefined || (wait >= 0 && wait <= MOST_MS), `waits ${wait} ms`);
}

function readResponse(input: Buffer): void {
  const reader = new ResponseReader({
    onHead(_status, fields) {
      assertWait(retryAfterOf(fields, 0));
      assertWait(freshForOf(fields, 0));
      contentTypeOf(fields.get('content-type'));
    },
    onData: () => {},
    onEnd: () => {},
  });
  reader.read(input);
}

function packed(codec: PayloadOptions['codec'], compress: PayloadOptions['compress']): fc.Arbitrary<Buffer> {
  const options = { codec, compress, maxPayload: LONGEST_PAYLOAD };
  return fc.tuple(fc.object({ maxDepth: 4 }), fc.nat(), fc.nat(255)).map(([value, at, byte]) => {
    const payload = pack(Buffer.from(JSON.stringify(value)), options);
    payload[at % payload.length] = byte;
    return payload;
  });
}

export const targets: Record<string, Target> = {
  parse: {
    inputs: inputs([...markup, ...json], feeds),
    read(input) {
      looksLikeDocument(input);
      for (const item of parseFeedToJson(input, { base: 'http://a.example/' })) {
        const { id } = JSON.parse(item.toString());
        assert.ok(typeof id === 'string' && id !== '', 'an item without an id');
      }
    },
  },
  opml: {
    inputs: inputs([...outlines, ...markup], ['examples/feeds.opml']),
    read(input) {
      for (const feed of readFeeds(input)) if (!(feed instanceof Reject)) assert.equal(typeof feed.url, 'string');
    },
  },
  html: {
    inputs: inputs(markup, ['examples/feeds/not-a-feed.html']),
    read(input) {
      const text = input.toString();
      htmlToText(text);
      assert.ok(!htmlToLine(text).includes('\n'), 'a line of several lines');
      const { feeds } = pageLinks(text, 'http://a.example/');
      assert.ok(feeds.length <= 20, 'too many links');
    },
  },
  dates: {
    inputs: inputs(dates),
    read(input) {
      const date = parseDate(input.toString());
      assert.ok(date === undefined || !Number.isNaN(Date.parse(date)), `no date: ${date}`);
      const seconds = parseDuration(input.toString());
      assert.ok(seconds === undefined || (Number.isFinite(seconds) && seconds >= 0), `no duration: ${seconds}`);
    },
  },
  robots: {
    inputs: inputs([...robots, ...numbers]),
    read(input) {
      const rules = rulesOf(input.toString(), 'feedmill');
      allows(rules, '/a/b?c=%2F*$');
      assert.ok(rules.crawlDelay === undefined || (rules.crawlDelay >= 0 && rules.crawlDelay <= 3600), 'Crawl-delay');
    },
  },
  headers: {
    inputs: inputs([...headers, ...numbers]).map((bytes) => Buffer.concat([Buffer.from('HTTP/1.1 200\r\n'), bytes])),
    read: readResponse,
  },
  charset: {
    inputs: inputs(
      [...markup, ...['utf-8', 'utf-16le', 'x-user-defined', 'iso-2022-jp', 'ebcdic-cp-us', '\x1b$B', '\xff\xfe']],
      feeds,
    ),
    read(input) {
      decodeText(input);
      documentBytes(input);
    },
  },
  payloads: {
    inputs: fc.oneof(
      packed('json', 'none'),
      packed('json', 'deflate'),
      packed('msgpack', 'none'),
      fc
        .tuple(fc.constantFrom(...'jJmM'), fc.uint8Array({ maxLength: 200 }))
        .map(([tag, bytes]) => Buffer.concat([Buffer.from(tag), bytes])),
    ),
    read(input) {
      const line = unpack(input, LONGEST_PAYLOAD);
      assert.ok(line.length <= LONGEST_PAYLOAD && !line.includes('\n'), 'not one line');
    },
  },
};
