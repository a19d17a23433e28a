import { BlockList, isIPv4, isIPv6 } from 'node:net';

// Special-purpose ranges of RFC 6890 and the IANA registries: this host, private, shared, loopback, link-local (with the cloud
// metadata address 169.254.169.254), documentation, benchmarks, multicast, reserved; IPv6 unique-local and site-local too.
const ranges4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
];
const more4 = [
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '168.63.129.16/32',
];
const ranges6 = [
  '::/128',
  '::1/128',
  '100::/64',
  '2001:db8::/32',
  '2001:10::/28',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

const list4 = blockList([...ranges4, ...more4], 'ipv4');
const list6 = blockList(ranges6, 'ipv6');

function blockList(ranges: string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [net, bits] = range.split('/') as [string, string];
    list.addSubnet(net, Number(bits), family);
  }
  return list;
}

/** Whether an IP address is one no public host has: private, loopback, link-local, metadata, reserved. */
export function isPrivateAddress(address: string): boolean {
  const plain = address.replace(/%.*$/, '');
  if (isIPv4(plain)) return list4.check(plain, 'ipv4');
  if (!isIPv6(plain)) return true;
  const inner = embedded4(plain);
  return inner === undefined ? list6.check(plain, 'ipv6') : list4.check(inner, 'ipv4');
}

/** The IPv4 address that an IPv6 one stands for: mapped (::ffff:0:0/96), compatible (::/96), NAT64 (64:ff9b::/96), 6to4 (2002::/16). */
function embedded4(address: string): string | undefined {
  const groups = groupsOf(address);
  const last = [groups[6]!, groups[7]!] as const;
  const zeros = (from: number, to: number) => groups.slice(from, to).every((group) => group === 0);
  if (groups[0] === 0x2002) return dotted(groups[1]!, groups[2]!);
  if (groups[0] === 0x64 && groups[1] === 0xff9b && zeros(2, 6)) return dotted(...last);
  if (zeros(0, 5) && groups[5] === 0xffff) return dotted(...last);
  return zeros(0, 6) && !(last[0] === 0 && last[1] <= 1) ? dotted(...last) : undefined;
}

function groupsOf(address: string): number[] {
  // The URL parser writes an IPv6 host in its one canonical form, IPv4 tails as two groups.
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const numbers = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
  const [left, right] = [numbers(head), numbers(tail ?? '')];
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}

function dotted(high: number, low: number): string {
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}
