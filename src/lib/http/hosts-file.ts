import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';

/** An address of a host. */
export interface Address {
  address: string;
  family: 4 | 6;
}

/** What the system says about names beside DNS: its hosts file, its search list, and other sources of names. */
export interface SystemNames {
  hosts: ReadonlyMap<string, Address[]>;
  /** Domains that are tried after a name. */
  search: string[];
  /** A name with so many dots is tried as it stands first. */
  ndots: number;
  /** Whether the system has sources that only its own resolver can ask. */
  hasOtherSources: boolean;
}

/** Search domains are tried up to this many, as glibc once did. */
const MAX_SEARCH = 6;
const MAX_NDOTS = 15;

/** Reads what the system says about names; a file that cannot be read says nothing. */
export function readSystemNames(): SystemNames {
  const isLinux = process.platform === 'linux';
  const hostsFile = process.platform === 'win32' ? `${process.env.SystemRoot}\\System32\\drivers\\etc\\hosts` : '/etc/hosts';
  return {
    hosts: parseHosts(textOf(hostsFile)),
    ...parseResolvConf(textOf('/etc/resolv.conf')),
    hasOtherSources: !isLinux || hasOtherSources(textOf('/etc/nsswitch.conf')),
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

/** The addresses in a hosts file, by name in lower case. */
export function parseHosts(text: string): Map<string, Address[]> {
  const hosts = new Map<string, Address[]>();
  for (const line of text.split(/\r?\n/)) {
    const [address = '', ...names] = line.split('#', 1)[0]?.trim().split(/\s+/) ?? [];
    const family = isIP(address);
    if (family !== 4 && family !== 6) continue;
    for (const name of names) {
      const key = name.toLowerCase();
      const known = hosts.get(key);
      if (known) known.push({ address, family });
      else hosts.set(key, [{ address, family }]);
    }
  }
  return hosts;
}

/** The search list of a resolv.conf (resolv.conf(5)): the last `search` or `domain` counts. */
export function parseResolvConf(text: string): Pick<SystemNames, 'search' | 'ndots'> {
  let search: string[] = [];
  let ndots = 1;
  for (const line of text.split(/\r?\n/)) {
    const [keyword, ...values] = line.trim().split(/\s+/);
    if (keyword === 'search') search = values.slice(0, MAX_SEARCH);
    else if (keyword === 'domain') search = values.slice(0, 1);
    else if (keyword === 'options') {
      const dots = values.map((value) => /^ndots:(\d{1,3})$/.exec(value)?.[1]).find((value) => value !== undefined);
      if (dots !== undefined) ndots = Math.min(Number(dots), MAX_NDOTS);
    }
  }
  return { search: search.map((domain) => domain.replace(/^\.|\.$/g, '')).filter((domain) => domain !== ''), ndots };
}

/** Whether the `hosts` line of an nsswitch.conf names sources beside `files` and `dns`: mdns, resolve, ldap, … */
export function hasOtherSources(text: string): boolean {
  const line = /^[ \t]*hosts:([^#\n]*)/m.exec(text)?.[1] ?? '';
  const sources = line.replace(/\[[^\]]*\]/g, ' ').split(/\s+/);
  return sources.some((source) => source !== '' && source !== 'files' && source !== 'dns');
}

/** The names to ask DNS for in turn, for a name as it is given. */
export function candidatesOf(name: string, { search, ndots }: Pick<SystemNames, 'search' | 'ndots'>): string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const searched = search.map((domain) => `${name}.${domain}`);
  const dots = name.split('.').length - 1;
  return dots >= ndots ? [name, ...searched] : [...searched, name];
}
