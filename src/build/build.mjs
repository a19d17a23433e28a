// Bundles the sources into dist/, so that a command starts at the speed of one small file and loads what is heavy only when it needs it.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { noticesOf, packagesOf } from './notices.mjs';
import { tableSources, tables } from './tables.mjs';
import { withoutHttp2 } from './without-http2.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
// Built aside, so that a build that fails, or a command that starts meanwhile, finds what was there before.
const aside = `dist.${process.pid}`;

// Other programs may use a room by itself, as `feedmill/ROOM`.
const { exports } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
const names = Object.keys(exports).flatMap((path) => /^\.\/(\w+)$/.exec(path)?.[1] ?? []);
const rooms = Object.fromEntries(names.map((name) => [`lib/${name}`, `src/lib/${name}/index.ts`]));

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: {
    commands: 'src/commands/index.ts',
    index: 'src/index.ts',
    manpages: 'src/build/manpages.ts',
    'enrich-host': 'src/lib/enrich/host/main.ts',
    'command-thread': 'src/commands/tools/thread.ts',
    ...rooms,
    'state-redis-thread': 'src/lib/state/redis-thread.ts',
  },
  outdir: aside,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minify: true,
  keepNames: true,
  legalComments: 'linked',
  // Native code.
  external: ['lmdb'],
  plugins: [tables, withoutHttp2],
  // CommonJS packages in the bundle ask for Node's own modules through require.
  banner: { js: "import{createRequire as feedmillRequire}from'node:module';const require=feedmillRequire(import.meta.url);" },
  logLevel: 'warning',
  metafile: true,
});

// What tables are made from at build time is in the bundle as well.
const packages = packagesOf([...Object.keys(metafile.inputs), ...tableSources]);
writeFileSync(`${root}/THIRD-PARTY-NOTICES`, noticesOf(root, packages));

execFileSync(process.execPath, [`${aside}/manpages.js`], { cwd: root, stdio: 'inherit' });
if (process.argv.includes('--types')) {
  execFileSync('npx', ['tsc', '-p', 'tsconfig.types.json', '--outDir', `${aside}/types`], { cwd: root, stdio: 'inherit' });
}
writeFileSync(`${root}/${aside}/.built`, '');

const before = `${aside}.before`;
if (existsSync(`${root}/dist`)) renameSync(`${root}/dist`, `${root}/${before}`);
renameSync(`${root}/${aside}`, `${root}/dist`);
rmSync(`${root}/${before}`, { recursive: true, force: true });
