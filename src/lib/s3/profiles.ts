import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Halt, reasonOf, status } from '../errors/index.ts';

/** The variables of a process's environment. */
export type Environment = Readonly<Record<string, string | undefined>>;
/** The settings of a section; those of a nested group stand under `group.name` (`s3.addressing_style`). */
export type Section = ReadonlyMap<string, string>;

/** What the AWS files say: the profile asked for, its `services` section, and any other profile by its name. */
export interface Profiles {
  readonly name: string;
  readonly found: boolean;
  readonly chosen: Section;
  readonly services: Section;
  named(name: string): Section | undefined;
}

/**
 * Reads `~/.aws/config` and `~/.aws/credentials`, or the files that `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` name, and
 * chooses the profile: `name`, else `AWS_PROFILE`, `AWS_DEFAULT_PROFILE`, `default`. A file that is not there is empty; throws Halt
 * where one cannot be read (AWS SDKs and Tools Reference Guide, "Shared config and credentials files").
 */
export function readProfiles(env: Environment, name?: string): Profiles {
  const home = env.HOME || homedir();
  const sections = parse(contents(env.AWS_CONFIG_FILE || join(home, '.aws', 'config')), (header) =>
    header === 'default' ? 'profile default' : header.replace(/\s+/g, ' '),
  );
  const keys = parse(
    contents(env.AWS_SHARED_CREDENTIALS_FILE || join(home, '.aws', 'credentials')),
    (header) => `profile ${header}`,
  );
  for (const [header, values] of keys) sections.set(header, new Map([...(sections.get(header) ?? []), ...values]));
  const wanted = name || env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE || 'default';
  const named = (profile: string) => sections.get(`profile ${profile}`);
  const chosen = named(wanted);
  return {
    name: wanted,
    found: chosen !== undefined,
    chosen: chosen ?? new Map(),
    services: sections.get(`services ${chosen?.get('services')}`) ?? new Map(),
    named,
  };
}

function contents(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw new Halt(status.failed, `${path}: ${reasonOf(error)}`);
  }
}

function parse(text: string, title: (header: string) => string): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let group = '';
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    if (/^\s*(?:[#;]|$)/.test(line)) continue;
    const header = /^\s*\[\s*([^\]]*?)\s*\]/.exec(line);
    if (header) {
      const name = title((header[1] ?? '').replaceAll(/["']/g, ''));
      section = sections.get(name) ?? new Map();
      sections.set(name, section);
      group = '';
      continue;
    }
    const setting = /^(\s*)([^=\s]+)\s*=\s*(.*?)\s*$/.exec(line);
    if (!setting || !section) continue;
    const [, indent, key = '', written = ''] = setting;
    const value = written.replace(/\s[#;].*$/, '');
    if (indent && group) section.set(`${group}.${key.toLowerCase()}`, value);
    else {
      group = value === '' ? key.toLowerCase() : '';
      section.set(key.toLowerCase(), value);
    }
  }
  return sections;
}
