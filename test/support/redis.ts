import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, redisAddress } from '../../src/lib/redis/index.ts';

/** The database that tests keep to, of a server that others use too. */
const TEST_DATABASE = 15;
/** How long a server may take to start, in ms. */
const PATIENCE = 20_000;

/** A Redis for a test: its URL, and names in it that no other test has. */
export interface TestRedis {
  url: string;
  client: Client;
  /** What the names of queues, stores and locks of this test begin with. */
  prefix: string;
}

/**
 * The Redis at REDIS_URL or 127.0.0.1:6379, else one that is started for the test. Where there is neither, the test is skipped, and says so.
 */
export async function testRedis(t: TestContext): Promise<TestRedis | undefined> {
  const url = (await runningServer()) ?? (await startServer(t))?.url;
  if (url === undefined) {
    t.skip('NO REDIS: there is none at REDIS_URL or 127.0.0.1:6379, and redis-server is not installed');
    return undefined;
  }
  const client = await Client.connect(redisAddress(url));
  const prefix = `test-${randomBytes(6).toString('hex')}`;
  t.after(async () => {
    const keys = (await client.call('KEYS', `*${prefix}*`)) as string[];
    if (keys.length > 0) await client.call('DEL', ...keys);
    client.close();
  });
  return { url, client, prefix };
}

async function runningServer(): Promise<string | undefined> {
  const url = new URL(process.env.REDIS_URL || `redis://127.0.0.1:6379/${TEST_DATABASE}`);
  if (url.password !== '') return undefined;
  if (url.pathname.length < 2) url.pathname = `/${TEST_DATABASE}`;
  try {
    (await Client.connect(redisAddress(url.href))).close();
    return url.href;
  } catch {
    return undefined;
  }
}

/** A server of a test's own, which may be killed and started again with what it has on disk. */
export class RedisServer {
  readonly port: number;
  readonly url: string;
  private readonly folder: string;
  private readonly args: string[];
  private child: ChildProcess | undefined;

  constructor(port: number, folder: string, args: string[]) {
    this.port = port;
    this.url = `redis://127.0.0.1:${port}`;
    this.folder = folder;
    this.args = args;
  }

  /** Starts it, with further arguments. */
  async start(...more: string[]): Promise<void> {
    const fixed = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder, '--save', '', ...this.args, ...more];
    this.child = spawn('redis-server', fixed, { stdio: 'ignore' });
    const until = Date.now() + PATIENCE;
    while (!(await answers(this.port))) {
      if (Date.now() > until) throw new Error('redis-server does not start');
      await sleep(20);
    }
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}

/** Starts a server on a free port, stopped after the test; `undefined` where redis-server is not installed. */
export async function startServer(t: TestContext, ...args: string[]): Promise<RedisServer | undefined> {
  if (spawnSync('redis-server', ['--version']).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'feedmill-redis-'));
  const server = new RedisServer(await freePort(), folder, args);
  t.after(async () => {
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  await server.start();
  return server;
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Whether a server takes commands there: one that reads its log from disk does not yet. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', (answer) => {
      resolve(/^(\+PONG|-NOAUTH)/.test(answer.toString()));
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
  });
}
