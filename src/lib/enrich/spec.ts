import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { builtins } from './builtin/index.ts';
import type { EnrichmentOptions } from './protocol.ts';

/** An enrichment as it was asked for. */
export interface Spec {
  /** As given, for messages. */
  readonly given: string;
  /** The name of a built-in enrichment, … */
  readonly builtin?: string;
  /** … the absolute path of a module, … */
  readonly module?: string;
  /** … or the name and command of a program. */
  readonly exec?: { readonly name: string; readonly command: string };
  /** How many records at once, where that was said. */
  readonly size?: number;
  readonly options: EnrichmentOptions;
}

/** Reads `NAME_OR_FILE[:N][?key=value&…]`. @throws Error */
export function parseWith(given: string): Spec {
  const match = /^([^?]+?)(?::(\d+))?(?:\?(.*))?$/.exec(given);
  if (!match) throw new Error('names no enrichment');
  const [, name, size, query = ''] = match as unknown as [string, string, string | undefined, string | undefined];
  if (size !== undefined && Number(size) < 1) throw new Error('less than one at once');
  const options = Object.fromEntries(new URLSearchParams(query));
  const rest = { given, options, ...(size === undefined ? {} : { size: Number(size) }) };
  if (Object.hasOwn(builtins, name)) {
    const unknown = Object.keys(options).find((key) => !Object.hasOwn(builtins[name]!.options, key));
    if (unknown !== undefined) {
      const known = Object.keys(builtins[name]!.options).join(', ') || 'none';
      throw new Error(`${name} has no option ${unknown} (it has: ${known})`);
    }
    return { ...rest, builtin: name };
  }
  const path = resolve(name);
  if (!existsSync(path)) {
    throw new Error(`neither a file nor a built-in enrichment (${Object.keys(builtins).join(', ')})`);
  }
  return { ...rest, module: path };
}

/** Reads `[NAME[:N]: ]COMMAND`; the name is that of the program unless told. @throws Error */
export function parseExec(given: string): Spec {
  const match = /^(?:([\p{L}_][\p{L}\p{N}_.-]*)(?::(\d+))?:\s+)?(\S[\s\S]*)$/u.exec(given.trim());
  if (!match) throw new Error('names no command');
  const [, name, size, command] = match as unknown as [string, string | undefined, string | undefined, string];
  if (size !== undefined && Number(size) < 1) throw new Error('less than one at once');
  const exec = { name: name ?? programOf(command), command };
  return { given, exec, options: {}, ...(size === undefined ? {} : { size: Number(size) }) };
}

const INTERPRETERS = /^(?:node|python[\d.]*|perl|ruby|sh|bash|zsh|php|deno|bun|env|Rscript|lua)$/;

/** What a command is called: its program, or the script that an interpreter runs, without folder and extension. */
function programOf(command: string): string {
  const words = command.split(/\s+/).filter((word) => !/^\w+=/.test(word));
  const names = words.map((word) => word.replace(/^["']|["']$/g, '').replace(/^.*\//, ''));
  const script = INTERPRETERS.test(names[0] ?? '') ? names.slice(1).find((name) => /^[\w.-]+\.\w+$/.test(name)) : undefined;
  return (script ?? names[0] ?? 'exec').replace(/(?!^)\.\w+$/, '') || 'exec';
}
