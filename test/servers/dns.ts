import dgram from 'node:dgram';
import { once } from 'node:events';

/** What a name server says to a question: IPv4 addresses, after so many milliseconds; `none` has none; `silent` never answers. */
export type Said = string[] | 'none' | 'unknown' | 'fails' | 'silent';

export interface NameServer {
  /** `ADDRESS:PORT`, for --dns-servers. */
  address: string;
  /** Questions for IPv4 addresses, by name. */
  asked: Map<string, number>;
  close(): void;
}

const codes: Record<string, number> = { none: 0, fails: 2, unknown: 3 };

/** Starts a DNS server on the loopback (RFC 1035). */
export async function serveNames(say: (name: string) => Said, latency = 0): Promise<NameServer> {
  const socket = dgram.createSocket({ type: 'udp4', recvBufferSize: 4 * 2 ** 20 });
  const asked = new Map<string, number>();
  socket.on('message', (question, { port, address }) => {
    const { name, type, end } = questionOf(question);
    if (type === 1) asked.set(name, (asked.get(name) ?? 0) + 1);
    const said = say(name);
    if (said === 'silent') return;
    const addresses = typeof said === 'string' || type !== 1 ? [] : said;
    const head = Buffer.from(question.subarray(0, end));
    head.writeUInt16BE(0x8180 | (typeof said === 'string' ? codes[said]! : 0), 2);
    head.writeUInt16BE(addresses.length, 6);
    head.fill(0, 8, 12);
    const records = addresses.map((ip) => Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...ip.split('.').map(Number)]));
    const answer = Buffer.concat([head, ...records]);
    const send = () => socket.send(answer, port, address, () => {});
    if (latency > 0) setTimeout(send, latency);
    else send();
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { address: `127.0.0.1:${socket.address().port}`, asked, close: () => socket.close() };
}

function questionOf(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  while (message[at]! > 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + message[at]!));
    at += 1 + message[at]!;
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 };
}
