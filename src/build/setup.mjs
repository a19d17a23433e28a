// Makes a fresh clone ready: installs the packages and builds, each only when it is needed. Every npm script that runs the product begins here.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`feedmill needs Node.js 20.19 or later; this is ${process.version}`);
  process.exitCode = 1;
} else {
  if (!installed()) {
    console.error('installing packages (npm ci) …');
    execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 'inherit', 'inherit'] });
  }
  if (!built()) {
    console.error('building …');
    execFileSync(process.execPath, ['src/build/build.mjs'], { stdio: 'inherit' });
  }
}

/** Whether npm has put in place what the lock file names, whoever ran it. npm notes what it has done in a lock file of its own, at the end. */
function installed() {
  if (!existsSync('node_modules/.package-lock.json')) return false;
  const [wanted, there] = ['package-lock.json', 'node_modules/.package-lock.json'].map(
    (path) => JSON.parse(readFileSync(path)).packages,
  );
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional }]) => path === '' || optional || devOptional || there[path]?.version === version,
  );
}

/** Whether nothing below src/ is newer than the last build. */
function built() {
  if (!existsSync('dist/.built')) return false;
  const builtAt = statSync('dist/.built').mtimeMs;
  const sources = readdirSync('src', { recursive: true }).map((name) => `src/${name}`);
  return [...sources, 'package-lock.json'].every((path) => statSync(path).mtimeMs <= builtAt);
}
