import { builtins } from '../builtin/index.ts';
import type { Load } from './frames.ts';
import { type Loaded, loadModule } from './load.ts';

/** Loads the enrichments that a host runs. @throws Error with a message for users */
export async function sourceOf({ module, builtin, options }: Load): Promise<Loaded[]> {
  if (module !== undefined) return loadModule(module, options);
  const value = await builtins[builtin!]!.make(options);
  return [{ name: builtin!, gives: 'value', call: (record) => value(record) }];
}
