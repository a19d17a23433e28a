import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hintsOf } from '../../../src/lib/polling/hints.ts';

const hour = 3_600_000;
const cases: [name: string, feed: string, hints: object][] = [
  ['nothing', '<rss><channel><title>a</title></channel></rss>', {}],
  ['ttl', '<rss><channel><ttl> 90 </ttl>', { every: 1.5 * hour }],
  ['no ttl of an item', '<rss><channel><item><ttl>90</ttl></item>', {}],
  ['ttl far from its start', `<rss><channel>${' '.repeat(5_000)}<ttl>60</ttl><item>`, { every: hour }],
  ['no ttl of an item far from its start', `<rss><channel>${' '.repeat(5_000)}<item><ttl>90</ttl></item>`, {}],
  ['updatePeriod', '<rdf:RDF><channel><sy:updatePeriod>hourly</sy:updatePeriod>', { every: hour }],
  [
    'updateFrequency',
    '<channel><syn:updatePeriod> Daily </syn:updatePeriod><syn:updateFrequency>2</syn:updateFrequency>',
    { every: 12 * hour },
  ],
  [
    'updateFrequency of 0',
    '<channel><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>',
    { every: 24 * hour },
  ],
  ['skipHours', '<channel><skipHours><hour>0</hour><hour>23</hour><hour>24</hour></skipHours>', { skip: 1 | (1 << 23) }],
  ['no ttl of a comment', '<rss><channel><!-- <ttl>90</ttl> --><title>a</title>', {}],
  ['ttl behind a comment', '<rss><channel><!-- a --><!----><ttl>90</ttl>', { every: 1.5 * hour }],
  ['ttl in CDATA', '<rss><channel><ttl><![CDATA[ 90 ]]></ttl>', { every: 1.5 * hour }],
  ['updatePeriod in CDATA', '<channel><sy:updatePeriod><![CDATA[hourly]]></sy:updatePeriod>', { every: hour }],
  ['no ttl of a comment that does not end', '<rss><channel><!-- <ttl>90</ttl>', {}],
  ['a ttl of many digits', `<rss><channel><ttl>${'9'.repeat(400)}</ttl>`, { every: 366 * 24 * hour }],
  ['no negative ttl', '<rss><channel><ttl>-90</ttl>', {}],
  ['no ttl with an exponent', '<rss><channel><ttl>1e9</ttl>', {}],
  ['no period by a name that JavaScript has', '<channel><sy:updatePeriod>constructor</sy:updatePeriod>', {}],
  [
    'skipDays',
    '<channel><skipDays><day>Sunday</day><day>Saturday</day><day>Caturday</day></skipDays>',
    { skip: (1 << 24) | (1 << 30) },
  ],
];

for (const [name, feed, hints] of cases) {
  test(`a feed says ${name}`, () => assert.deepEqual(hintsOf(Buffer.from(feed)), hints));
}
