// npm run bench:fetch [-- FOLDER]: 2,000 URLs of 200 hosts, 64 at once, at 0, 20 and 200 ms latency, beside other clients.
import { fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const real = join(root, '../shared/fixtures/feeds');
const folder = resolve(process.argv[2] ?? (existsSync(real) ? real : join(root, 'examples/feeds')));
const has = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const python = ['python3', '/usr/bin/python3'].find((program) => has(program, '-c', 'import aiohttp')) ?? 'python3';
const scratch = mkdtempSync(join(tmpdir(), 'feedmill-bench-'));
const names = readdirSync(folder).filter((name) => /\.(?:xml|rss|atom|rdf|json)$/.test(name));

const counts = { urls: 2000, hosts: 200, atOnce: 64 };
const peers = {
  curl: has('curl', '--version') && ((urls) => ['curl', '-s', '--parallel', '--parallel-max', '64', '-K', curlConfig(urls)]),
  aria2c:
    has('aria2c', '--version') &&
    ((urls) => ['aria2c', '-q', '-j64', '-x1', `-d${fresh()}`, '--allow-overwrite=true', '-i', urls]),
  'aiohttp read()':
    has(python, '-c', 'import aiohttp') && ((urls) => [python, join(root, 'test/bench/fetch-peers.py'), 'read', urls]),
  'aiohttp text()':
    has(python, '-c', 'import aiohttp') && ((urls) => [python, join(root, 'test/bench/fetch-peers.py'), 'text', urls]),
  'undici request + JSON': (urls) => [process.execPath, join(root, 'test/bench/fetch-undici.mjs'), urls],
  'feedmill fetch': (urls) => [process.execPath, join(root, 'bin/fetch'), '-c', String(counts.atOnce), urls],
  'feedmill fetch --state': (urls) => [
    process.execPath,
    join(root, 'bin/fetch'),
    '-c',
    String(counts.atOnce),
    '--state',
    fresh(),
    urls,
  ],
};
let folders = 0;

try {
  for (const latency of [0, 20, 200]) await compare(latency);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function compare(latency) {
  const server = await serve(latency);
  const urls = join(scratch, 'urls');
  const list = Array.from({ length: counts.urls }, (_, n) => {
    const host = `127.1.0.${(n % counts.hosts) + 1}`;
    return `http://${host}:${server.port}/${encodeURIComponent(names[n % names.length])}?${n}`;
  });
  writeFileSync(urls, list.map((url) => `${url}\n`).join(''));
  console.log(`\n${counts.urls} URLs, ${counts.hosts} hosts, ${counts.atOnce} at once, ${latency} ms, ${server.name}`);
  console.log(
    `${'client'.padEnd(24)}${['wall s', 'req/s', 'CPU s', 'CPU ms/req', 'peak MB', 'wall/curl'].map((title) => title.padStart(11)).join('')}`,
  );
  let curl;
  for (const [name, command] of Object.entries(peers)) {
    if (!command) {
      console.log(`${name.padEnd(24)}  not installed, skipped`);
      continue;
    }
    // The best of three: what others do on the machine only ever adds.
    const runs = [0, 1, 2].map(() => measure(command(urls)));
    const { wall, cpu, peak } = runs.reduce((best, run) => (run.wall < best.wall ? run : best));
    if (name === 'curl') curl = wall;
    const figures = [
      wall.toFixed(2),
      (counts.urls / wall).toFixed(0),
      cpu.toFixed(2),
      ((1000 * cpu) / counts.urls).toFixed(2),
      peak.toFixed(0),
      curl ? (wall / curl).toFixed(2) : '-',
    ];
    console.log(`${name.padEnd(24)}${figures.map((figure) => figure.padStart(11)).join('')}`);
  }
  await server.close();
}

/** Runs a command to its end with its output in a file; seconds of wall clock and processor, and megabytes at its peak. */
function measure(command) {
  const out = openSync(join(scratch, 'out'), 'w');
  const usage = join(scratch, 'usage');
  const { status, stderr } = spawnSync('/usr/bin/time', ['-f', '%e %U %S %M', '-o', usage, ...command], {
    stdio: ['ignore', out, 'pipe'],
  });
  closeSync(out);
  if (status !== 0) throw new Error(`${command[0]} ended with ${status}: ${stderr}`);
  const [wall, user, system, peak] = readFileSync(usage, 'utf8').trim().split(' ').map(Number);
  return { wall, cpu: user + system, peak: peak / 1024 };
}

function fresh() {
  const path = join(scratch, `folder-${folders++}`);
  mkdirSync(path);
  return path;
}

function curlConfig(urls) {
  const into = fresh();
  const lines = readFileSync(urls, 'utf8')
    .trim()
    .split('\n')
    .map((url, n) => `url = "${url}"\noutput = "${into}/${n}"\n`);
  writeFileSync(`${urls}.curl`, lines.join(''));
  return `${urls}.curl`;
}

/** nginx over the folder where there is one; the latency is that of a small server behind it. */
async function serve(latency) {
  const nginx = has('nginx', '-v');
  const delay = fork(join(root, 'test/bench/fetch-server.mjs'), [folder, String(latency), ...(nginx ? ['internal'] : [])]);
  const [delayPort] = await once(delay, 'message');
  if (!nginx) return { name: 'bundled server', port: delayPort, close: async () => delay.disconnect() };
  const port = await freePort();
  const config = join(scratch, 'nginx.conf');
  writeFileSync(config, nginxConfig(port, latency > 0 ? delayPort : undefined));
  const child = spawn('nginx', ['-c', config, '-p', scratch, '-e', join(scratch, 'error.log')], { stdio: 'inherit' });
  while (!(await answers(port))) await new Promise((done) => setTimeout(done, 50));
  return {
    name: 'nginx',
    port,
    async close() {
      delay.disconnect();
      child.kill();
      await once(child, 'exit');
    },
  };
}

function nginxConfig(port, delayPort) {
  const files = `alias ${folder}/; default_type application/xml;`;
  const paths = delayPort
    ? `location / { proxy_pass http://delay; proxy_http_version 1.1; proxy_set_header Connection ""; } location /files/ { internal; ${files} }`
    : `location / { ${files} }`;
  return `daemon off; worker_processes 1; pid ${scratch}/nginx.pid; worker_rlimit_nofile 8192; events { worker_connections 4096; }
http { access_log off; ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${scratch}/${kind};`).join(' ')}
  sendfile on; keepalive_requests 100000; upstream delay { server 127.0.0.1:${delayPort ?? 1}; keepalive 256; }
  server { listen ${port} backlog=4096; ${paths} } }`;
}

async function freePort() {
  const probe = createServer().listen(0);
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

async function answers(port) {
  try {
    await fetch(`http://127.0.0.1:${port}/`);
    return true;
  } catch {
    return false;
  }
}
