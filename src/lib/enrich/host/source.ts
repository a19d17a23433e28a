import { builtins } from '../builtin/index.ts';
import type { Load } from './frames.ts';
import { type Loaded, loadModule } from './load.ts';

/** The enrichments that a host is told to load. @throws Error in words for people */
export async function sourceOf({ module, builtin, options }: Load): Promise<Loaded[]> {
  if (module !== undefined) return loadModule(module, options);
  const value = await builtins[builtin!]!.make(options);
  return [{ name: builtin!, gives: 'value', call: (record) => value(record) }];
}
