import { Resolver as DnsResolver, lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { Reject } from '../errors/index.ts';
import { Countdown } from './countdown.ts';
import { type Address, candidatesOf, readSystemNames, type SystemNames } from './hosts-file.ts';

export interface ResolverOptions {
  /** Milliseconds a look-up may take. */
  dnsTimeout: number;
  /** Name servers to ask in place of the system's: `ADDRESS`, `ADDRESS:PORT` or `[ADDRESS]:PORT`. */
  dnsServers: string[];
}

/** Milliseconds an address is kept, and the failure to get one. */
const KEPT_FOR = 15 * 60_000;
const FAILURE_KEPT_FOR = 60_000;
const KEPT_AT_MOST = 50_000;

/** Milliseconds to wait for the addresses of the other family, once there are those of one. */
const OTHER_FAMILY_GRACE = 250;

/** Milliseconds to the second try of a query; each further one waits longer. */
const FIRST_TRY = 1500;
const TRIES = 4;

/** The codes of DNS that mean: there is no such name, or no address for it. */
const absent = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME', 'ENONAME', 'EBADQUERY']);

interface Known {
  until: number;
  addresses: Promise<Address[]>;
}

/**
 * Looks names up over sockets of its own, so that one that takes long delays no other: `dns.lookup` has the four threads of libuv,
 * which also read files. Obeys the hosts file and the search list; where the system has further sources of names (mDNS, LDAP, …),
 * those are asked when DNS has nothing.
 */
export class Resolver {
  readonly #options: ResolverOptions;
  readonly #dns = new DnsResolver({ timeout: FIRST_TRY, tries: TRIES });
  readonly #known = new Map<string, Known>();
  #system: SystemNames | undefined;

  /** @throws TypeError for a name server that is no address */
  constructor(options: ResolverOptions) {
    this.#options = options;
    if (options.dnsServers.length > 0) this.#dns.setServers(options.dnsServers);
  }

  /** The addresses of a host, in the order to try them; each name is asked for once. @throws Reject DNS */
  addresses(host: string): Promise<Address[]> {
    const plain = host.replace(/^\[(.*)\]$/, '$1');
    const family = isIP(plain);
    if (family === 4 || family === 6) return Promise.resolve([{ address: plain, family }]);
    const known = this.#known.get(host);
    if (known && known.until > performance.now()) return known.addresses;
    if (this.#known.size >= KEPT_AT_MOST) this.#known.clear();
    const asked = { until: performance.now() + KEPT_FOR, addresses: this.#ask(host) };
    this.#known.set(host, asked);
    asked.addresses.catch(() => {
      asked.until = performance.now() + FAILURE_KEPT_FOR;
    });
    return asked.addresses;
  }

  /** Gives up whatever is being asked. */
  close(): void {
    this.#dns.cancel();
  }

  #ask(host: string): Promise<Address[]> {
    // RFC 6761, 6.3: names below localhost are this machine, whatever name servers make of them.
    if (/(?:^|\.)localhost\.?$/.test(host)) {
      return Promise.resolve([
        { address: '127.0.0.1', family: 4 },
        { address: '::1', family: 6 },
      ]);
    }
    this.#system ??= readSystemNames();
    const listed = this.#system.hosts.get(host.replace(/\.$/, ''));
    if (listed) return Promise.resolve(inOrder(listed));
    return this.#inTime(this.#search(host, this.#system));
  }

  #inTime(asked: Promise<Address[]>): Promise<Address[]> {
    const { dnsTimeout } = this.#options;
    return new Promise((resolve, reject) => {
      const countdown = new Countdown(dnsTimeout, () =>
        reject(new Reject('DNS', `no name server answered within ${dnsTimeout / 1000} s`)),
      );
      asked.then(resolve, reject).finally(() => countdown.stop());
    });
  }

  async #search(host: string, system: SystemNames): Promise<Address[]> {
    const isOwn = this.#options.dnsServers.length > 0;
    let failure: unknown;
    for (const name of candidatesOf(host, isOwn ? { search: [], ndots: 1 } : system)) {
      try {
        return await this.#both(name);
      } catch (error) {
        failure = error;
        if (!absent.has(codeOf(error))) break;
      }
    }
    // Without any name server the system may still know the name.
    const asksSystem = !isOwn && (system.hasOtherSources ? absent.has(codeOf(failure)) : codeOf(failure) === 'ECONNREFUSED');
    return asksSystem ? lookupBySystem(host) : Promise.reject(asReject(failure));
  }

  /** The addresses of both families; those of one, where the name server is slow with the other. */
  async #both(name: string): Promise<Address[]> {
    const four = this.#dns.resolve4(name).then((all) => all.map((address): Address => ({ address, family: 4 })));
    const six = this.#dns.resolve6(name).then((all) => all.map((address): Address => ({ address, family: 6 })));
    const all = Promise.allSettled([four, six]);
    const first = await Promise.any([four, six]).catch(() => undefined);
    if (first) {
      let timer: NodeJS.Timeout | undefined;
      const grace = new Promise<undefined>((resolve) => {
        timer = setTimeout(() => resolve(undefined), OTHER_FAMILY_GRACE);
      });
      const both = await Promise.race([all, grace]);
      clearTimeout(timer);
      if (!both) return first;
    }
    const results = await all;
    const found = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    if (found.length > 0) return inOrder(found);
    // A server that fails over one family may say of the other that it has nothing: the failure tells more.
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    throw failures.find((failure) => !absent.has(codeOf(failure))) ?? failures[0];
  }
}

async function lookupBySystem(host: string): Promise<Address[]> {
  try {
    return (await systemLookup(host, { all: true, verbatim: true })) as Address[];
  } catch (error) {
    throw asReject(error);
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | undefined)?.code ?? '';
}

function asReject(error: unknown): Reject {
  const code = codeOf(error);
  if (absent.has(code)) return new Reject('DNS', 'no address is known for the host');
  if (code === 'ETIMEOUT') return new Reject('DNS', 'no name server answered');
  return new Reject('DNS', `the name server failed (${code || String(error)})`);
}

/** One address of each family in turn (RFC 8305, 4), IPv6 first where this machine has it. */
function inOrder(addresses: Address[]): Address[] {
  const [four, six] = [4, 6].map((family) => addresses.filter((address) => address.family === family)) as [Address[], Address[]];
  const [first, second] = hasIpv6() ? [six, four] : [four, six];
  const turns = Math.max(first.length, second.length);
  return Array.from({ length: turns }, (_, at) => [first[at], second[at]]).flatMap((pair) =>
    pair.filter((address) => address !== undefined),
  );
}

let ipv6: boolean | undefined;

function hasIpv6(): boolean {
  ipv6 ??= Object.values(networkInterfaces()).some((interfaces) =>
    interfaces?.some(({ family, internal, address }) => family === 'IPv6' && !internal && !/^fe[89ab]/i.test(address)),
  );
  return ipv6;
}
