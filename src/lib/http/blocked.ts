import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { Reject } from '../errors/index.ts';

/**
 * Address blocks that are not globally reachable, from IANA's IPv4 and IPv6 Special-Purpose Address Registries as of October 2025
 * (https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry), with multicast and what was once
 * reserved. Test: test/lib/http/blocked.test.ts has the registries row by row.
 */
export const blockedRanges = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private use
  '100.64.0.0/10', // shared address space
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local, with the metadata service of clouds
  '172.16.0.0/12', // private use
  '192.0.0.0/24', // IETF protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // 6to4 relay anycast, deprecated; 6a44 relay
  '192.168.0.0/16', // private use
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, limited broadcast
  '168.63.129.16/32', // not in the registry: the platform service of Azure
  '::/128', // unspecified
  '::1/128', // loopback
  '::ffff:0:0:0/96', // IPv4-translated (RFC 2765)
  '64:ff9b:1::/48', // local-use IPv4/IPv6 translation
  '100::/64', // discard only
  '100:0:0:1::/64', // dummy prefix
  '2001::/23', // IETF protocol assignments: Teredo, benchmarking, ORCHID, …
  '2001:db8::/32', // documentation
  '3fff::/20', // documentation
  '5f00::/16', // segment routing
  'fc00::/7', // unique local
  'fe80::/10', // link-local
  'fec0::/10', // site-local, deprecated
  'ff00::/8', // multicast
];

/** Blocks inside those above that are globally reachable, from the same registries. */
export const reachableRanges = [
  '192.0.0.9/32', // port control protocol anycast
  '192.0.0.10/32', // TURN anycast
  '2001:1::1/128', // port control protocol anycast
  '2001:1::2/128', // TURN anycast
  '2001:1::3/128', // DNS-SD service registration anycast
  '2001:3::/32', // AMT
  '2001:4:112::/48', // AS112
  '2001:20::/28', // ORCHIDv2
  '2001:30::/28', // drone remote identification
];

const blocked = blockList(blockedRanges);
const reachable = blockList(reachableRanges);

function blockList(ranges: string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [net = '', bits] = range.split('/');
    list.addSubnet(net, Number(bits), isIPv4(net) ? 'ipv4' : 'ipv6');
  }
  return list;
}

/** Whether an IP address is one no public host has: private, loopback, link-local, metadata, reserved. */
export function isPrivateAddress(address: string): boolean {
  const plain = address.replace(/%.*$/, '');
  if (isIPv4(plain)) return isBlocked(plain, 'ipv4');
  if (!isIPv6(plain)) return true;
  const inner = embedded4(plain);
  return inner === undefined ? isBlocked(plain, 'ipv6') : isBlocked(inner, 'ipv4');
}

function isBlocked(address: string, family: 'ipv4' | 'ipv6'): boolean {
  return blocked.check(address, family) && !reachable.check(address, family);
}

/**
 * Refuses a host that has a private address; `isNamed` tells that a page, a record or a redirect named it, not the user.
 * @throws Reject BLOCKED_ADDRESS
 */
export function checkPublic(host: string, addresses: readonly string[], isNamed: boolean): void {
  const found = addresses.find(isPrivateAddress);
  if (found !== undefined) throw blockedAddress(host, found, isNamed);
}

/** The reject for a host with a private address. */
export function blockedAddress(host: string, address: string, isNamed: boolean): Reject {
  const isLiteral = host.replace(/^\[(.*)\]$/, '$1') === address;
  const what = isLiteral ? `${address} is a private address` : `${host} has the private address ${address}`;
  const why = isNamed ? 'a record, page or redirect may not lead there without --allow-private' : '--block-private refuses it';
  return new Reject('BLOCKED_ADDRESS', `${what}; ${why}`);
}

/** The IPv4 address that an IPv6 one stands for: mapped (::ffff:0:0/96), compatible (::/96), NAT64 (64:ff9b::/96), 6to4 (2002::/16). */
function embedded4(address: string): string | undefined {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groupsOf(address);
  const isZero = (...groups: number[]) => groups.every((group) => group === 0);
  if (a === 0x2002) return dotted(b, c);
  if (a === 0x64 && b === 0xff9b && isZero(c, d, e, f)) return dotted(g, h);
  if (!isZero(a, b, c, d, e)) return undefined;
  if (f === 0xffff) return dotted(g, h);
  return f === 0 && !(g === 0 && h <= 1) ? dotted(g, h) : undefined;
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
