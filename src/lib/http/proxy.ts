import { BlockList, isIP } from 'node:net';
import { Halt, status } from '../errors/index.ts';
import { basicAuthorization } from './target.ts';

/** A proxy that requests go through. */
export interface HttpProxy {
  secure: boolean;
  host: string;
  port: number;
  /** For the Proxy-Authorization header. */
  authorization: string | undefined;
}

/** Where curl looks for a proxy that names no port. */
const DEFAULT_PORT = 1080;

/** The proxies that the environment names, as curl reads it: `http_proxy`, `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`; lower case first. */
export class Proxies {
  readonly #http: HttpProxy | undefined;
  readonly #https: HttpProxy | undefined;
  readonly #exempt: (host: string) => boolean;

  /** @throws Halt 2 for a proxy that cannot be used */
  constructor(env: NodeJS.ProcessEnv) {
    const given = (name: string) => env[name] || env[name.toUpperCase()] || env.all_proxy || env.ALL_PROXY || undefined;
    // In a CGI program HTTP_PROXY is the header `Proxy` of whoever asks.
    const http = env.REQUEST_METHOD === undefined ? given('http_proxy') : env.http_proxy || env.all_proxy || env.ALL_PROXY;
    this.#http = parseProxy(http);
    this.#https = parseProxy(given('https_proxy'));
    this.#exempt = exemption(env.no_proxy ?? env.NO_PROXY ?? '');
  }

  /** The proxy for a URL; nothing where it is asked directly. */
  proxyFor(url: URL): HttpProxy | undefined {
    const proxy = url.protocol === 'https:' ? this.#https : this.#http;
    return proxy && !this.#exempt(url.hostname) ? proxy : undefined;
  }
}

function parseProxy(text: string | undefined): HttpProxy | undefined {
  if (!text) return undefined;
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  let url: URL;
  try {
    url = new URL(withScheme);
  } catch {
    throw new Halt(status.usage, 'the environment names a proxy that is not a URL');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Halt(status.usage, `a proxy must be http:// or https://, not ${url.protocol}//`);
  }
  const secure = url.protocol === 'https:';
  // URL drops a port that is the default of its scheme.
  const port = /:(\d+)\/?$/.exec(withScheme)?.[1] ?? (secure ? 443 : DEFAULT_PORT);
  const authorization = basicAuthorization(url);
  return { secure, host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port), authorization };
}

/** Whether a host is asked without a proxy, by a list of names (with all names below them), addresses and blocks of addresses, or `*`. */
function exemption(list: string): (host: string) => boolean {
  const entries = list.split(/[\s,]+/).filter((entry) => entry !== '');
  if (entries.includes('*')) return () => true;
  const names: string[] = [];
  const addresses = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.replace(/[[\]]/g, '').split('/');
    const family = isIP(address);
    const type = family === 4 ? 'ipv4' : 'ipv6';
    const prefix = bits === undefined ? (family === 4 ? 32 : 128) : Number(bits);
    if (family === 0) names.push(entry.toLowerCase().replace(/^\.|\.$/g, ''));
    else if (Number.isInteger(prefix) && prefix >= 0 && prefix <= (family === 4 ? 32 : 128))
      addresses.addSubnet(address, prefix, type);
  }
  return (host) => {
    const plain = host.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
    const family = isIP(plain);
    if (family !== 0) return addresses.check(plain, family === 4 ? 'ipv4' : 'ipv6');
    return names.some((name) => plain === name || plain.endsWith(`.${name}`));
  };
}
