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

test('segments: short runs of a text as each of them alone, in whatever order they are asked for', () => {
  const runs = [
    '北京大学',
    'すもももももももものうち',
    'ภาษาไทย',
    '東',
    '𠮷野家で食べる',
    'がんばる'.normalize('NFD'),
    '网络操作系统'.repeat(11),
    '安定',
  ];
  const alone = runs.map((run) => segments(run));
  for (const between of [' ', ' a ', 'x', '、', ' — long words without any of these — '.repeat(9)]) {
    const text = Array.from({ length: 5 }, () => runs.join(between)).join(between);
    const inText: string[][] = [];
    let at = 0;
    for (const [n, run] of Array.from({ length: 5 }, () => runs)
      .flat()
      .entries()) {
      at = text.indexOf(run, at);
      inText.push(segments(text, at, at + run.length));
      if (n % 7 === 3) inText[n] = segments(text, at, at + run.length);
      at += run.length;
    }
    assert.deepEqual(inText, Array.from({ length: 5 }, () => alone).flat(), JSON.stringify(between));
  }
});
