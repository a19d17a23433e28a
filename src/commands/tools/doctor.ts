import { execFileSync } from 'node:child_process';
import net from 'node:net';
import { defineTool, list, text } from '../../lib/cli/index.ts';
import { Halt, reasonOf, status } from '../../lib/errors/index.ts';
import { print, printable } from '../../lib/terminal/index.ts';
import { VERSION } from '../../version.ts';

/** How long a service may take to answer, in ms. */
const PATIENCE = 1000;
/** The oldest Node.js that will do. */
const leastNode = [20, 19] as const;

/** What came of looking at one thing; `bad` where feedmill cannot work like that, `absent` where something optional is not there. */
interface Finding {
  readonly what: string;
  readonly verdict: 'ok' | 'absent' | 'bad';
  readonly words: string;
}

export const tool = defineTool({
  name: 'doctor',
  summary: 'look whether all that feedmill needs is there and works',
  about: [
    '`feedmill doctor` tells the versions of feedmill, Node.js and the system, whether the store of `--state` loads, which optional things are there (Redis at `REDIS_URL` or on this machine, the settings for S3, programs that recipes use), and with `--state` whether the state in that folder can be read, what it holds, and which run holds it.',
    'The status is 0 where feedmill can do its work, whatever optional things are missing, and 4 where it cannot.',
  ],
  operands: { usage: '', about: '' },
  choices: () => [],
  options: { state: list('--state DIR', 'look into the state in this folder too', text) },
  examples: [['feedmill doctor --state state', 'what is here, and is the state in order?']],
  async run({ state }, [word]) {
    if (word !== undefined) throw new Halt(status.usage, `'${word}' is not an option; a state to look into is named by --state`);
    const findings = [node(), await store(), ...(await Promise.all(state.map(stateAt))), await redis(), ...s3(), ...programs()];
    const width = Math.max(...findings.map(({ what }) => what.length));
    print(`ok       ${'feedmill'.padEnd(width)}  ${VERSION}\n`);
    for (const { what, verdict, words } of findings) {
      print(`${verdict.padEnd(7)}  ${what.padEnd(width)}  ${printable(words)}\n`);
    }
    return findings.some(({ verdict }) => verdict === 'bad') ? status.failed : status.ok;
  },
});

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
  const words = `${process.version} on ${process.platform} ${process.arch}${fits ? '' : `; ${leastNode.join('.')} or later is needed`}`;
  return { what: 'Node.js', verdict: fits ? 'ok' : 'bad', words };
}

async function store(): Promise<Finding> {
  const what = 'lmdb, for --state and --lock';
  try {
    await import('lmdb');
    return { what, verdict: 'ok', words: 'loads' };
  } catch (error) {
    return { what, verdict: 'bad', words: `does not load: ${reasonOf(error)}` };
  }
}

async function stateAt(dir: string): Promise<Finding> {
  const what = `state ${dir}`;
  try {
    const { inspectStore } = await import('../../lib/state/index.ts');
    const { parts, holders, bytes } = await inspectStore(dir);
    const held = holders.map((holder) => `, held by ${holder}`).join('');
    const told = parts.map(({ name, entries }) => `${name} ${entries}`).join(', ') || 'empty';
    return { what, verdict: 'ok', words: `${told} (${bytes} bytes)${held}` };
  } catch (error) {
    return { what, verdict: 'bad', words: reasonOf(error).replace(`${what}: `, '') };
  }
}

async function redis(): Promise<Finding> {
  const given = process.env.REDIS_URL;
  const what = 'Redis';
  try {
    const { hostname, port, protocol } = new URL(given ?? 'redis://127.0.0.1:6379');
    const at = `${hostname}:${port || 6379}`;
    const there = await answers(hostname.replace(/^\[|\]$/g, ''), Number(port || 6379), protocol === 'redis:');
    return { what, verdict: there ? 'ok' : 'absent', words: `${there ? 'answers' : 'does not answer'} at ${at}` };
  } catch {
    return { what, verdict: 'absent', words: 'REDIS_URL is no URL' };
  }
}

/** Whether something takes connections there, and if `asked`, answers a PING as Redis does, with PONG or the wish for a password. */
function answers(host: string, port: number, asked: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port });
    const end = (there: boolean) => {
      socket.destroy();
      resolve(there);
    };
    socket.setTimeout(PATIENCE, () => end(false));
    socket.on('error', () => end(false));
    socket.on('connect', () => (asked ? socket.write('PING\r\n') : end(true)));
    socket.on('data', (answer) => end(/^(?:\+PONG|-NOAUTH)/.test(answer.toString('latin1'))));
    socket.on('close', () => end(false));
  });
}

function s3(): Finding[] {
  const { AWS_ACCESS_KEY_ID, AWS_PROFILE, AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL } = process.env;
  const endpoint = AWS_ENDPOINT_URL_S3 || AWS_ENDPOINT_URL;
  const who = AWS_ACCESS_KEY_ID ? 'keys in the environment' : AWS_PROFILE ? `profile ${AWS_PROFILE}` : undefined;
  const words = [
    who ?? 'no keys in the environment; the files in ~/.aws are asked',
    endpoint && `endpoint ${withoutUser(endpoint)}`,
  ];
  return [{ what: 'S3', verdict: who ? 'ok' : 'absent', words: words.filter(Boolean).join(', ') }];
}

function withoutUser(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//');
}

function programs(): Finding[] {
  return ['jq', 'mkfifo', 'tee', 'man'].map((name) => {
    try {
      const path = execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
      return { what: name, verdict: 'ok', words: path };
    } catch {
      return { what: name, verdict: 'absent', words: 'is not installed' };
    }
  });
}
