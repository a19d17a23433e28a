import { pathToFileURL } from 'node:url';

const MODULE = /[\\/](?:language|english)[\\/](?:language|english)-model\.mjs$/;

/** The packages whose data these tables are made from. */
export const tableSources = ['eld', 'syllable', 'wink-eng-lite-web-model'].map((name) => `node_modules/${name}/`);

/**
 * Modules that make tables, which takes a while: the build has them made now, and bundles what they export as it is. A Buffer becomes
 * a file beside the bundle, which is read in a tenth of the time that the same bytes take as text of a module.
 */
export const tables = {
  name: 'tables',
  setup(build) {
    /** By the path that the file would have. */
    const buffers = new Map();
    build.onLoad({ filter: MODULE }, async ({ path }) => {
      const lines = Object.entries(await import(pathToFileURL(path).href)).map(([name, value]) => {
        if (!Buffer.isBuffer(value)) return `export const ${name} = ${JSON.stringify(value)};`;
        const file = path.replace(/\.mjs$/, `-${name}.bin`);
        buffers.set(file, value);
        return `import ${name}Path from 'table:${file}'; export const ${name} = readFileSync(new URL(${name}Path, import.meta.url));`;
      });
      return { contents: `import { readFileSync } from 'node:fs';${lines.join('')}` };
    });
    build.onResolve({ filter: /^table:/ }, ({ path }) => ({ path: path.slice('table:'.length), namespace: 'table' }));
    build.onLoad({ filter: /.*/, namespace: 'table' }, ({ path }) => ({ contents: buffers.get(path), loader: 'file' }));
  },
};
