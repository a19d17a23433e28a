// Gets the URLs of a file with bare undici, 64 at once, and writes a JSON line for each: fetch-undici.mjs URLS
import { readFileSync } from 'node:fs';
import { Agent, request } from 'undici';

const urls = readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean);
const dispatcher = new Agent({ connections: 2 });
let next = 0;

async function worker() {
  while (next < urls.length) {
    const url = urls[next++];
    const { statusCode, body } = await request(url, { dispatcher });
    const line = `${JSON.stringify({ url, status: statusCode, body: await body.text() })}\n`;
    if (!process.stdout.write(line)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
}

await Promise.all(Array.from({ length: 64 }, worker));
await dispatcher.close();
