import { basename, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { JsonObject } from '../../json/index.ts';
import type {
  EnrichmentContext,
  EnrichmentFunction,
  EnrichmentLife,
  EnrichmentOptions,
  RecordEnrichment,
  ValueEnrichment,
} from '../protocol.ts';

/** One enrichment of a module, ready to run. */
export interface Loaded {
  readonly name: string;
  /** What it returns: a value, the record (possibly changed in place), or, for a function, either. */
  readonly gives: 'value' | 'record' | 'either';
  call(record: JsonObject, context: EnrichmentContext): unknown;
  close?(): void | Promise<void>;
}

type Instance = Partial<ValueEnrichment & RecordEnrichment> & EnrichmentLife;
type Exports = Record<string, unknown>;

/**
 * Loads a module and sets up its enrichments, in the order of their names, the default export first.
 * @throws Error with a message for users
 */
export async function loadModule(path: string, options: EnrichmentOptions): Promise<Loaded[]> {
  const exported = memberOf(await importModule(path));
  const fallback = basename(path, extname(path));
  const life = lifeOf(exported);
  const found: Loaded[] = [];
  for (const [name, value] of Object.entries(exported)) {
    if (name === 'setup' || name === 'close') continue;
    const loaded = await enrichmentOf(value, nameOf(value, name, fallback), options);
    if (loaded && !found.some((other) => other.name === loaded.name)) found.push(loaded);
  }
  if (found.length === 0) {
    throw new Error('exports no enrichment: no function, and no class with enrich(record) or enrichmentValue(record)');
  }
  await life.setup?.(options);
  if (life.close) found[0] = { ...found[0]!, close: chained(found[0]!.close, life.close) };
  return found;
}

async function importModule(path: string): Promise<Exports> {
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_UNKNOWN_FILE_EXTENSION') {
      throw new Error(
        `Node ${process.versions.node} does not read ${extname(path)} files (22.18 and later read .ts): compile it to .js`,
      );
    }
    throw error;
  }
}

/** The exports, or the members of `module.exports` of a CommonJS module. */
function memberOf(module: Exports): Exports {
  const { default: main } = module;
  const hasNames = Object.keys(module).some((name) => name !== 'default' && name !== 'module.exports' && name !== '__esModule');
  if (hasNames || main === null || typeof main !== 'object' || isInstance(main)) {
    return Object.fromEntries(Object.entries(module).filter(([name]) => name !== 'module.exports'));
  }
  return main as Exports;
}

function lifeOf({ setup, close }: Exports): EnrichmentLife {
  return {
    ...(typeof setup === 'function' ? { setup: setup as EnrichmentLife['setup'] } : {}),
    ...(typeof close === 'function' ? { close: close as EnrichmentLife['close'] } : {}),
  };
}

function isInstance(value: object): value is Instance {
  const { enrich, enrichmentValue } = value as Instance;
  return typeof enrich === 'function' || typeof enrichmentValue === 'function';
}

function nameOf(value: unknown, exportName: string, fallback: string): string {
  const own = typeof value === 'function' ? value.name : (value as object | undefined)?.constructor?.name;
  if (own && own !== 'default' && own !== 'Object') return own;
  return exportName === 'default' ? fallback : exportName;
}

async function enrichmentOf(value: unknown, name: string, options: EnrichmentOptions): Promise<Loaded | undefined> {
  if (typeof value === 'function') {
    const { prototype } = value;
    if (prototype && isInstance(prototype)) {
      return fromInstance(new (value as new (options: EnrichmentOptions) => Instance)(options), name, options);
    }
    const isClass = Function.prototype.toString.call(value).startsWith('class');
    return isClass ? undefined : { name, gives: 'either', call: value as EnrichmentFunction };
  }
  return value !== null && typeof value === 'object' && isInstance(value) ? fromInstance(value, name, options) : undefined;
}

async function fromInstance(instance: Instance, name: string, options: EnrichmentOptions): Promise<Loaded> {
  await instance.setup?.(options);
  const close = instance.close?.bind(instance);
  if (instance.enrich) return { name, gives: 'record', call: instance.enrich.bind(instance), close };
  return { name, gives: 'value', call: instance.enrichmentValue!.bind(instance), close };
}

function chained(first: Loaded['close'], second: NonNullable<Loaded['close']>): NonNullable<Loaded['close']> {
  return async () => {
    await first?.();
    await second();
  };
}
