import assert from 'node:assert/strict';
import { test } from 'node:test';
import { candidatesOf, hasOtherSources, parseHosts, parseResolvConf } from '../../../src/lib/http/hosts-file.ts';

test('a hosts file gives the addresses of each name, whatever its case', () => {
  const hosts = parseHosts(
    '# names\n127.0.0.1\tlocalhost Nas # the box\n::1 localhost\r\n10.0.0.1 nas\nnonsense nas\n\n10.0.0.2 __proto__\n',
  );
  assert.deepEqual(
    [...hosts],
    [
      [
        'localhost',
        [
          { address: '127.0.0.1', family: 4 },
          { address: '::1', family: 6 },
        ],
      ],
      [
        'nas',
        [
          { address: '127.0.0.1', family: 4 },
          { address: '10.0.0.1', family: 4 },
        ],
      ],
      ['__proto__', [{ address: '10.0.0.2', family: 4 }]],
    ],
  );
});

test('of a resolv.conf the last search list counts', () => {
  assert.deepEqual(
    parseResolvConf('nameserver 1.1.1.1\ndomain a.example\nsearch b.example. c.example\noptions rotate ndots:2\n'),
    {
      search: ['b.example', 'c.example'],
      ndots: 2,
    },
  );
  assert.deepEqual(parseResolvConf('options ndots:999999999\n'), { search: [], ndots: 1 });
});

const sources: [line: string, others: boolean][] = [
  ['hosts: files dns', false],
  ['hosts:\tfiles [NOTFOUND=continue] dns # mdns', false],
  ['hosts: files mdns4_minimal [NOTFOUND=return] dns', true],
  ['hosts: mymachines resolve [!UNAVAIL=return] files myhostname dns', true],
  ['passwd: files ldap', false],
];

for (const [line, others] of sources) {
  test(`${JSON.stringify(line)} has ${others ? 'other sources' : 'files and DNS'}`, () =>
    assert.equal(hasOtherSources(line), others));
}

test('a name with fewer dots than ndots is tried with the search domains first', () => {
  const system = { search: ['a.example', 'b.example'], ndots: 2 };
  assert.deepEqual(candidatesOf('nas', system), ['nas.a.example', 'nas.b.example', 'nas']);
  assert.deepEqual(candidatesOf('x.y.example', system), ['x.y.example', 'x.y.example.a.example', 'x.y.example.b.example']);
  assert.deepEqual(candidatesOf('nas.', system), ['nas']);
});
