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
Sun Nov 9 09:04:07 2003 MST                                       2003-11-09T16:04:07Z
17:05 9 Nov 2003 +0200                                            2003-11-09T15:05:00Z
Fri, 26 Jun 2020 19 -0700                                         2020-06-27T02:00:00Z
Fri, 26 Jun 2020 19:24:07 MST-07:00                               2020-06-27T02:24:07Z
Sun, 09/11/2003 10:00                                             2003-11-09T10:00:00Z
Tue, 09/11/2001                                                   2001-09-11T00:00:00Z
09/11/2003                                                        2003-09-11T00:00:00Z
Thu, 09 11 2003 09:04:07 GMT                                      2003-09-11T09:04:07Z
2020-06-26 00:00:00.0 19:24:07.0 -0700                            2020-06-27T02:24:07Z
2008-02-20T8:05:00-010:00                                         2008-02-20T18:05:00Z
2008-02-20T8:5:9Z                                                 2008-02-20T08:05:09Z
2016-02-16T23:16:00.000+01:00[Europe/Paris]                       2016-02-16T22:16:00Z
2016-047                                                          2016-02-16T00:00:00Z
2003-012-31                                                       2003-12-31T00:00:00Z
Tue, 16 Febuary 2016 23:16:00 GMT                                 2016-02-16T23:16:00Z
2016年2月16日(火) 23時16分                                        2016-02-16T23:16:00Z
2016년 2월 16일 오후 11시 16분                                    2016-02-16T14:16:00Z
星期二, 16 二月 2016 23:16:00 +0000                               2016-02-16T23:16:00Z
Tue, 16 2月 2016 23:16:00 +0000                                   2016-02-16T23:16:00Z
Sun, 31 Dec 9999 23:59:59                                         9999-12-31T23:59:59Z
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

const written =
  'af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk ko lt lv mk ml mr ms nb nl ' +
  'pl pt ro ru sk sl sq sr sv sw ta te th tr uk ur vi zh';
for (const language of written.split(' ')) {
  test(`parseDate reads no name of ${language} as that of another month`, () => {
    const locale = `${language}-u-ca-gregory-nu-latn`;
    let read = 0;
    for (const length of ['short', 'long'] as const) {
      const format = new Intl.DateTimeFormat(locale, {
        weekday: length,
        day: '2-digit',
        month: length,
        year: 'numeric',
        timeZone: 'UTC',
      });
      for (let at = Date.UTC(2024, 0, 1); at < Date.UTC(2025, 0, 1); at += 86_400_000 * (length === 'short' ? 1 : 5)) {
        const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
        const date = new Date(at).toISOString().slice(0, 10);
        for (const text of [`${part.weekday}, ${part.day} ${part.month} 2024 10:00:00 GMT`, format.format(at)]) {
          const found = parseDate(text)?.slice(0, 10);
          assert.ok(found === undefined || found === date, `${text} is ${date} and not ${found}`);
          if (found !== undefined) read++;
        }
      }
    }
    assert.ok(read > 700, `only ${read} of 880 are read`);
  });
}
