// npm run bench:fetch-names [-- --against BUILD] [--urls N] [--dns 0,50] [--orders grouped,mixed]: URLs with host names, some of them
// dead, beside other clients. Runs as root on Linux: it gives the clients a resolv.conf of its own, in a mount namespace.
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { table } from './report.mjs';

const root = resolve(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    urls: { type: 'string', default: '10000' },
    dns: { type: 'string', default: '0,50' },
    orders: { type: 'string', default: 'grouped,mixed' },
  },
});
const HOSTS = 500;
const PORT = 18_080;
/** Seconds that a client may take before it is stopped. */
const PATIENCE = 150;
const urls = Number(values.urls);
const scratch = mkdtempSync(join(tmpdir(), 'feedmill-bench-'));
const resolvConf = join(scratch, 'resolv.conf');
writeFileSync(resolvConf, 'nameserver 127.0.0.77\n');

/** 3 % of the hosts fail: no such name, or connections that are reset; 1 % take connections and never answer. */
function hostName(n) {
  const place = n % 100;
  if (place === 7 || place === 57) return `gone${n}`;
  if (place === 31) return `reset${n}`;
  return place === 83 ? `hangs${n}` : `h${n}`;
}

const feedmill = (folder) => (list) => [
  process.execPath,
  join(folder, 'bin/fetch'),
  '--timeout',
  '10',
  '--allow-rejects',
  '-q',
  list,
];
const peers = {
  curl: (list) => [
    'curl',
    '-s',
    '--parallel',
    '--parallel-max',
    '64',
    '--max-time',
    '10',
    '-w',
    '%{http_code}\\n',
    '-K',
    curlConfig(list),
  ],
  aiohttp: (list) => ['/usr/bin/python3', join(root, 'test/bench/fetch-names-peer.py'), list],
  ...(values.against && { [`fetch of ${values.against}`]: feedmill(resolve(values.against)) }),
  fetch: feedmill(root),
  'fetch --state': (list) => [...feedmill(root)(list), '--state', mkdtempSync(join(scratch, 'state-'))],
};

try {
  for (const latency of values.dns.split(',')) for (const order of values.orders.split(',')) await compare(latency, order);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function compare(latency, order) {
  const server = fork(join(root, 'test/bench/fetch-names-server.mjs'), [latency, String(PORT)]);
  await once(server, 'message');
  const list = join(scratch, 'urls');
  const lines = Array.from({ length: urls }, (_, n) => {
    const host = order === 'grouped' ? Math.floor(n / (urls / HOSTS)) : n % HOSTS;
    return `http://${hostName(host)}.bench.example:${PORT}/${n}`;
  });
  writeFileSync(list, `${lines.join('\n')}\n`);
  const healthy = lines.filter((line) => line.startsWith('http://h') && !line.startsWith('http://hangs')).length;
  const rows = [];
  let curl;
  for (const [name, command] of Object.entries(peers)) {
    const { wall, cpu, peak, got } = measure(command(list));
    curl ??= wall;
    rows.push([name, wall.toFixed(1), (wall / curl).toFixed(2), cpu.toFixed(1), peak.toFixed(0), `${got} of ${healthy}`]);
  }
  table(
    `${urls} URLs of ${HOSTS} hosts, ${order}, DNS ${latency} ms`,
    ['client', 'wall s', 'of curl', 'CPU s', 'peak MB', 'answers'],
    rows,
  );
  server.disconnect();
  await once(server, 'exit');
}

function measure(command) {
  const usage = join(scratch, 'usage');
  const inner = `mount --bind ${resolvConf} /etc/resolv.conf && exec timeout ${PATIENCE} /usr/bin/time -f '%e %U %S %M' -o ${usage} "$@"`;
  const { stdout } = spawnSync('unshare', ['-m', 'sh', '-c', inner, 'sh', ...command], {
    maxBuffer: 2 ** 30,
    encoding: 'latin1',
  });
  const [wall, user, system, peak] = readFileSync(usage, 'utf8').trim().split('\n').at(-1).split(' ').map(Number);
  const got =
    /fetch/.test(command.join(' ')) && !command[0].includes('python') ? (stdout.match(/"status":200/g)?.length ?? 0) : undefined;
  return {
    wall,
    cpu: user + system,
    peak: peak / 1024,
    got: got ?? (command[0] === 'curl' ? stdout.match(/^200$/gm)?.length : stdout.trim()),
  };
}

function curlConfig(list) {
  const config = `${list}.curl`;
  const urlsOf = readFileSync(list, 'utf8').trim().split('\n');
  writeFileSync(config, urlsOf.map((url) => `url = "${url}"\noutput = "/dev/null"\n`).join(''));
  return config;
}
