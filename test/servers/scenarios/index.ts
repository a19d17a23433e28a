import { readdirSync } from 'node:fs';
import type { Scenario } from '../server.ts';

/** Every scenario beside this file, by the name of its file. */
export async function scenarios(): Promise<Map<string, Scenario>> {
  const files = readdirSync(import.meta.dirname).filter((file) => file !== 'index.ts');
  const loaded = files.map(async (file): Promise<[string, Scenario]> => {
    const { scenario } = (await import(`./${file}`)) as { scenario: Scenario };
    return [file.replace(/\.ts$/, ''), scenario];
  });
  return new Map(await Promise.all(loaded));
}
