import { readFileSync } from 'node:fs';

/** Commander loads what starts processes at every start, for subcommands that are programs of their own; there are none here. */
export const leanCommander = {
  name: 'lean-commander',
  setup({ onLoad }) {
    onLoad({ filter: /commander\/lib\/command\.js$/ }, ({ path }) => {
      const before = readFileSync(path, 'utf8');
      const contents = before.replace("const childProcess = require('node:child_process');", 'const childProcess = undefined;');
      if (contents === before) throw new Error('commander does not load node:child_process as it did');
      return { contents, loader: 'js' };
    });
  },
};
