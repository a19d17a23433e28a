import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDate } from '../../../src/lib/feed/index.ts';

const cases = `
Thu, 01 Jan 2004 19:48:21 GMT                                     2004-01-01T19:48:21Z
thu,01 JAN 2004 19:48:21 gmt                                      2004-01-01T19:48:21Z
1 January 2004 9:48                                               2004-01-01T09:48:00Z
Thu, 1 Jan 04 19:48 EST                                           2004-01-02T00:48:00Z
Thu, 01 Jan 104 19:48:21 GMT                                      2004-01-01T19:48:21Z
Sun Jan 4 16:29:06 PST 2004                                       2004-01-05T00:29:06Z
Wed Oct 02 2002 08:00:00 GMT+0200 (Central European Summer Time)  2002-10-02T06:00:00Z
Mon, 29 Feb 2016 23:59:60 +0000                                   2016-03-01T00:00:00Z
Thu, 01 Jan 2004 24:00:00 +0100                                   2004-01-01T23:00:00Z
Jan 5, 2004 12:05 AM                                              2004-01-05T00:05:00Z
Jan 5, 2004 12:05 p.m.                                            2004-01-05T12:05:00Z
5. Januar 2004, 10.30 Uhr                                         2004-01-05T10:30:00Z
2004-01-01T19:48:21-05:30                                         2004-01-02T01:18:21Z
2004-01-01t19:48:21z                                              2004-01-01T19:48:21Z
2004-01-01T19:48Z                                                 2004-01-01T19:48:00Z
2004-01-01T19                                                     2004-01-01T19:00:00Z
2004/01/02 03:04:05                                               2004-01-02T03:04:05Z
2004W536T10:00                                                    2005-01-01T10:00:00Z
2004366                                                           2004-12-31T00:00:00Z
20040105101112                                                    2004-01-05T10:11:12Z
25/12/2004                                                        2004-12-25T00:00:00Z
12/25/2004                                                        2004-12-25T00:00:00Z
٩ ديسمبر ٢٠٢٤                                                     2024-12-09T00:00:00Z
9 ธันวาคม 2567                                                    2024-12-09T00:00:00Z
sob., 5 lis 2016 10:00:00 +0100                                   2016-11-05T09:00:00Z
5 červenec 2016                                                   2016-07-05T00:00:00Z
5 červen 2016                                                     2016-06-05T00:00:00Z
pe, 5 joulukuuta 2016 10:00:00 +0200                              2016-12-05T08:00:00Z
5 de setembro de 2016                                             2016-09-05T00:00:00Z
domingo 5 junio 2016 10:00                                        2016-06-05T10:00:00Z
5 αυγούστου 2016                                                  2016-08-05T00:00:00Z
5 серпня 2016                                                     2016-08-05T00:00:00Z
2004-13-01                                                        -
2023-02-29                                                        -
Thu, 01 Jan 2004 25:00:00 GMT                                     -
0000-00-00T00:00:00Z                                              -
tomorrow                                                          -
12                                                                -
`
  .trim()
  .split('\n')
  .map((line) => line.split(/\s{2,}/) as [string, string]);

for (const [text, expected] of cases) {
  test(`parseDate reads ${text} as ${expected}`, () => {
    assert.equal(parseDate(text) ?? '-', expected);
  });
}

test('parseDate takes no longer for a text that is no date, however long', () => {
  assert.equal(parseDate('1 '.repeat(1_000_000)), undefined);
});
