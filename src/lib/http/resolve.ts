import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Reject } from '../errors/index.ts';
import { isPrivateAddress } from './blocked.ts';

/** Names are asked for again after this many milliseconds. */
const KEPT_FOR = 60_000;
const KEPT_AT_MOST = 10_000;

interface Known {
  until: number;
  addresses: Promise<LookupAddress[]>;
}

/** Looks names up for `net.connect`, as the system does, each once a minute; with `blockPrivate` it refuses addresses of no public host. */
export class Resolver {
  readonly #blockPrivate: boolean;
  readonly #known = new Map<string, Known>();

  constructor(blockPrivate: boolean) {
    this.#blockPrivate = blockPrivate;
  }

  /** Throws a BLOCKED_ADDRESS reject for a host that is itself an address, and one that may not be connected to. */
  checkLiteral(host: string): void {
    if (isIP(host) !== 0) this.#check(host, [host]);
  }

  /** In the shape of `dns.lookup`. All addresses of the name are checked, and no others are handed on to be connected to. */
  readonly lookup: LookupFunction = (name, options, done) => {
    this.#addresses(name).then(
      (all) => {
        const family = options.family === 'IPv4' ? 4 : options.family === 'IPv6' ? 6 : options.family;
        const fitting = family ? all.filter((address) => address.family === family) : all;
        if (fitting.length === 0) done(Object.assign(new Error(`no address for ${name}`), { code: 'ENOTFOUND' }), '');
        else if (options.all) done(null, fitting);
        else done(null, fitting[0]!.address, fitting[0]!.family);
      },
      (error: NodeJS.ErrnoException) => done(error, ''),
    );
  };

  async #addresses(name: string): Promise<LookupAddress[]> {
    const now = performance.now();
    let known = this.#known.get(name);
    if (!known || known.until < now) {
      if (this.#known.size >= KEPT_AT_MOST) this.#known.clear();
      known = { until: now + KEPT_FOR, addresses: ask(name) };
      this.#known.set(name, known);
      known.addresses.catch(() => this.#known.delete(name));
    }
    const addresses = await known.addresses;
    this.#check(
      name,
      addresses.map(({ address }) => address),
    );
    return addresses;
  }

  #check(host: string, addresses: string[]): void {
    const blocked = this.#blockPrivate ? addresses.find(isPrivateAddress) : undefined;
    if (blocked === undefined) return;
    throw new Reject(
      'BLOCKED_ADDRESS',
      host === blocked ? `${host} is a private address` : `${host} has the private address ${blocked}`,
    );
  }
}

function ask(name: string): Promise<LookupAddress[]> {
  // RFC 6761, 6.3: names below localhost are this machine, whatever the system's resolver makes of them.
  if (/\.localhost\.?$/.test(name))
    return Promise.resolve([
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ]);
  return new Promise((resolve, reject) => {
    systemLookup(name, { all: true, verbatim: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });
}
