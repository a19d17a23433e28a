// What the names of the benchmark stand for: a DNS server on 127.0.0.77:53 and an HTTP server on all loopback addresses.
// fetch-names-server.mjs DNS_LATENCY PORT; hosts are hN.bench.example: gone ones have no address, others reset or never answer.
import dgram from 'node:dgram';
import { createServer } from 'node:http';

const [latency, port] = process.argv.slice(2).map(Number);
const body = `<rss><channel>${'<item><title>one</title></item>'.repeat(300)}</channel></rss>`;

const dns = dgram.createSocket({ type: 'udp4', recvBufferSize: 8 * 2 ** 20 });
dns.on('message', (question, from) => {
  let at = 12;
  const labels = [];
  while (question[at] > 0) {
    labels.push(question.toString('latin1', at + 1, at + 1 + question[at]));
    at += 1 + question[at];
  }
  const isAddress = question.readUInt16BE(at + 1) === 1;
  const isGone = labels[0].startsWith('gone');
  const n = Number(/\d+/.exec(labels[0])?.[0] ?? 0);
  const head = Buffer.from(question.subarray(0, at + 5));
  head.writeUInt16BE(0x8180 | (isGone ? 3 : 0), 2);
  head.writeUInt16BE(isAddress && !isGone ? 1 : 0, 6);
  head.fill(0, 8, 12);
  const address = [127, 1, 1 + (n >> 8), n & 255];
  const answer =
    isAddress && !isGone ? Buffer.concat([head, Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address])]) : head;
  const send = () => dns.send(answer, from.port, from.address, () => {});
  if (latency > 0) setTimeout(send, latency);
  else send();
});
dns.bind(53, '127.0.0.77');

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const host = request.headers.host ?? '';
  if (host.startsWith('reset')) request.socket.destroy();
  else if (!host.startsWith('hangs')) response.writeHead(200, { 'content-type': 'application/xml' }).end(body);
});
server.listen(port, '0.0.0.0', 4096, () => process.send?.('ready'));
process.on('disconnect', () => process.exit());
