import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPrivateAddress } from '../../../src/lib/http/blocked.ts';

// The rows of IANA's IPv4 and IPv6 Special-Purpose Address Registries (October 2025): addresses in a block, and its Globally Reachable.
const registry: [block: string, addresses: string, isReachable: boolean][] = [
  ['0.0.0.0/8', '0.0.0.0 0.255.255.255', false],
  ['10.0.0.0/8', '10.0.0.0 10.255.255.255', false],
  ['100.64.0.0/10', '100.64.0.0 100.127.255.255', false],
  ['127.0.0.0/8', '127.0.0.1 127.255.255.255', false],
  ['169.254.0.0/16', '169.254.0.1 169.254.169.254', false],
  ['172.16.0.0/12', '172.16.0.0 172.31.255.255', false],
  ['192.0.0.0/24', '192.0.0.0 192.0.0.8 192.0.0.170 192.0.0.171', false],
  ['192.0.0.9/32 and 192.0.0.10/32', '192.0.0.9 192.0.0.10', true],
  ['192.0.2.0/24', '192.0.2.1', false],
  ['192.31.196.0/24', '192.31.196.1', true],
  ['192.52.193.0/24', '192.52.193.1', true],
  ['192.88.99.0/24', '192.88.99.1 192.88.99.2', false],
  ['192.168.0.0/16', '192.168.0.0 192.168.255.255', false],
  ['192.175.48.0/24', '192.175.48.1', true],
  ['198.18.0.0/15', '198.18.0.0 198.19.255.255', false],
  ['198.51.100.0/24', '198.51.100.1', false],
  ['203.0.113.0/24', '203.0.113.1', false],
  ['240.0.0.0/4', '240.0.0.0 255.255.255.255', false],
  ['::/128 and ::1/128', ':: ::1', false],
  ['::ffff:0:0/96, by the IPv4 address', '::ffff:10.0.0.1 ::ffff:7f00:1', false],
  ['64:ff9b::/96, by the IPv4 address', '64:ff9b::8.8.8.8', true],
  ['64:ff9b:1::/48', '64:ff9b:1::1 64:ff9b:1:ffff::8.8.8.8', false],
  ['100::/64', '100::1', false],
  ['100:0:0:1::/64', '100:0:0:1::1', false],
  ['2001::/23', '2001:1::4 2001:1ff:ffff::', false],
  ['2001::/32', '2001:0:1::1', false],
  ['2001:1::1/128 to 2001:1::3/128', '2001:1::1 2001:1::2 2001:1::3', true],
  ['2001:2::/48', '2001:2::1', false],
  ['2001:3::/32', '2001:3::1', true],
  ['2001:4:112::/48', '2001:4:112::1', true],
  ['2001:10::/28', '2001:10::1 2001:1f:ffff::1', false],
  ['2001:20::/28', '2001:20::1', true],
  ['2001:30::/28', '2001:30::1', true],
  ['2001:db8::/32', '2001:db8::1', false],
  ['2002::/16, by the IPv4 address', '2002:7f00:1::1 2002:a00:1::', false],
  ['2620:4f:8000::/48', '2620:4f:8000::1', true],
  ['3fff::/20', '3fff::1 3fff:fff::1', false],
  ['5f00::/16', '5f00::1', false],
  ['fc00::/7', 'fc00::1 fdff::1', false],
  ['fe80::/10', 'fe80::1 fe80::1%eth0 febf::1', false],
];

/** Not in those registries. */
const others: [name: string, addresses: string, isReachable: boolean][] = [
  ['multicast', '224.0.0.1 239.255.255.255 ff02::1', false],
  ['site-local addresses', 'fec0::1', false],
  ['IPv4-compatible addresses, by the IPv4 address', '::127.0.0.1', false],
  ['IPv4-translated addresses', '::ffff:0:7f00:1 ::ffff:0:808:808', false],
  ['the platform service of Azure', '168.63.129.16', false],
  ['what is no address', 'not-an-address', false],
  ['public IPv4 addresses', '1.1.1.1 8.8.8.8 172.15.255.255 172.32.0.1 192.167.1.1 100.63.0.1 100.128.0.1 223.255.255.255', true],
  ['public IPv6 addresses', '2606:4700:4700::1111 2a00:1450::1 2001:200::1 ::ffff:8.8.8.8 2002:808:808::1', true],
];

for (const [name, addresses, isReachable] of [...registry, ...others]) {
  test(`${name}: ${isReachable ? 'public' : 'refused by --block-private'}`, () => {
    for (const address of addresses.split(' ')) assert.equal(isPrivateAddress(address), !isReachable, address);
  });
}
