// Writes THIRD-PARTY-NOTICES: the licence of every package of which something is in the bundle. Run by the build.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)/i;

/** The folders of the packages that some of these files are of, sorted. */
export function packagesOf(paths) {
  const folders = paths.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)].sort();
}

/**
 * The text of the notices.
 * @throws Error for a package that states no licence
 */
export function noticesOf(root, folders) {
  const parts = folders.map((folder) => {
    const { name, version, license, author, repository } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    if (typeof license !== 'string') throw new Error(`${folder} states no licence`);
    const files = readdirSync(join(root, folder)).filter((file) => LICENCE_FILE.test(file));
    const texts = files.sort().map((file) =>
      readFileSync(join(root, folder, file), 'utf8')
        .replaceAll('\r\n', '\n')
        .trim(),
    );
    const owner = typeof author === 'string' ? author : author?.name;
    // Some packages hold no text of their licence.
    const without = [
      `Licence: ${license}`,
      ...(owner ? [`Author: ${owner}`] : []),
      `Source: ${repository?.url ?? repository ?? name}`,
    ];
    return [`${name} ${version} (${license})`, '', ...(texts.length > 0 ? texts : without)].join('\n');
  });
  const head = 'feedmill contains parts of the packages below. Each stands under its own licence.';
  return `${[head, ...parts].join(`\n\n${'-'.repeat(72)}\n\n`)}\n`;
}
