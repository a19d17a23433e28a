import assert from 'node:assert/strict';
import test from 'node:test';
import { segmentRun } from '../../../src/lib/text/segment.ts';

function segments(text: string, start = 0, end = text.length): string[] {
  const words: string[] = [];
  segmentRun(text, start, end, (from, to) => words.push(text.slice(from, to)));
  return words;
}

test('segments: the words of a Japanese run', () =>
  assert.deepEqual(segments('東京都に住んでいます').slice(0, 2), ['東京', '都']));

test('segments: only what is between the offsets', () => assert.deepEqual(segments('x北京大学y', 1, 5), ['北京', '大学']));

test('segments: a run longer than a piece is whole, and cut alike wherever a piece ends', () => {
  const sentence = '我们的网络操作系统非常稳定';
  const once = segments(sentence);
  assert.deepEqual(segments(sentence.repeat(300)), Array.from({ length: 300 }, () => once).flat());
});
