// The main job of feedmill from end to end: npm run demo [-- [--out DIR] [SUBSCRIPTIONS.opml]]
// Without an OPML file of yours, the sample feeds of examples/feeds/ are served on this machine, and no internet is needed.
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { records, rejectsOf } from './corpus.mjs';
import { startServer } from './server.mjs';
import { quote, shell } from './shell.mjs';
import { summary } from './summary.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
// npm starts scripts in the root of the project and tells where the user is.
const here = process.env.INIT_CWD ?? process.cwd();

try {
  const { values, positionals } = parseArgs({ options: { out: { type: 'string' } }, allowPositionals: true });
  if (positionals.length > 1) throw new Error('one OPML file at most');
  await demo(positionals[0] && resolve(here, positionals[0]), values.out && resolve(here, values.out));
} catch (error) {
  process.stderr.write(`demo: ${error.message}\n`);
  process.exitCode = error.status ?? 1;
}

/** Runs the pipe over `subscriptions`, or over the sample feeds, and tells what came of it. */
async function demo(subscriptions, folder = outputFolder(subscriptions)) {
  if (subscriptions && !existsSync(subscriptions)) throw new Error(`${subscriptions}: no such file`);
  mkdirSync(join(folder, 'rejects'), { recursive: true });
  const server = subscriptions ? undefined : await serve(folder);
  try {
    const opml = subscriptions ?? sampleSubscriptions(folder, server);
    const before = records(join(folder, 'corpus.ndjson')).length;
    // A stage remembers what it has handed on to the next. When the whole did not finish, the corpus alone tells what has arrived.
    const marker = join(folder, 'unfinished');
    const mended = existsSync(marker);
    if (mended) rmSync(join(folder, 'state'), { recursive: true, force: true });
    writeFileSync(marker, '');
    const stages = await shell(pipe(opml, folder, server, mended), root);
    rmSync(marker);
    if (server) await shell(archivePipe(folder, server), root);
    const run = { ...outcome(folder, stages), new_items: records(join(folder, 'corpus.ndjson')).length - before };
    appendFileSync(join(folder, 'runs.ndjson'), `${JSON.stringify(run)}\n`);
    process.stdout.write(summary(folder, shown(folder), run));
  } finally {
    server?.close();
  }
}

/** A path as people see it: from the root of the project, where it is in there. */
function shown(path) {
  const inside = relative(root, path);
  return inside.startsWith('..') ? path : inside;
}

function outputFolder(subscriptions) {
  return subscriptions ? join(root, 'demo-out/own', basename(subscriptions, extname(subscriptions))) : join(root, 'demo-out');
}

/** The pipe, as a user would type it. */
function pipe(opml, folder, server, mended) {
  const at = (name) => quote(shown(join(folder, name)));
  const keep = (command) => `--rejects ${at(`rejects/${command}.ndjson`)} --allow-rejects --stats`;
  // A planet repeats the items of others under their ids. Ids of feeds at large may be no more than numbers: there the default, which asks for the feed too.
  const by = server ? ' --by id' : '';
  const exclude = mended && existsSync(join(folder, 'corpus.ndjson')) ? ` --exclude ${at('corpus.ndjson')}` : '';
  return [
    `opml2feeds ${quote(shown(opml))} ${keep('opml2feeds')}`,
    `fetch --state ${at('state')} --min-interval 0 ${keep('fetch')}`,
    `tee ${at('responses.ndjson')}`,
    `parse ${keep('parse')}`,
    `dedupe${by}${exclude} --state ${at('state')} ${keep('dedupe')}`,
    `enrich --with lang --with text-stats ${keep('enrich')}`,
    `keywords ${keep('keywords')} >> ${at('corpus.ndjson')}`,
  ].join(' \\\n  | ');
}

/** Which episodes of the podcast are in the archive, and whole. */
function archivePipe(folder, server) {
  const episodes = records(join(folder, 'corpus.ndjson'))
    .filter((item) => item._itunes?.episode)
    .map(({ title, attachments: [{ url, size_in_bytes: size }] }) => ({
      title,
      bucket: 's3-archive',
      key: new URL(url).pathname.slice(1),
      size,
    }));
  writeFileSync(join(folder, 'episodes.ndjson'), episodes.map((episode) => `${JSON.stringify(episode)}\n`).join(''));
  const at = (name) => quote(shown(join(folder, name)));
  const where = `--endpoint http://127.0.0.1:${server.address().port} --no-sign-request`;
  const rejects = `--rejects ${at('rejects/s3exists.ndjson')}`;
  return `s3exists ${where} \\\n  --size-field size --ordered ${rejects} \\\n  ${at('episodes.ndjson')} > ${at('archive.ndjson')}`;
}

function outcome(folder, stages) {
  const answers = {};
  for (const { fetch } of records(join(folder, 'responses.ndjson'))) {
    const answer = fetch.skipped ?? (fetch.status === 200 && !fetch.changed ? 'unchanged' : fetch.status);
    answers[answer] = (answers[answer] ?? 0) + 1;
  }
  const rejects = {};
  for (const { error } of rejectsOf(folder)) rejects[error.code] = (rejects[error.code] ?? 0) + 1;
  return { at: new Date().toISOString(), answers, rejects, stages };
}

/** Serves the sample feeds where the first run in `folder` served them: feeds are remembered by their URLs. */
async function serve(folder) {
  const memo = join(folder, 'port');
  const known = existsSync(memo) ? Number(readFileSync(memo, 'utf8')) : undefined;
  // Below the ports that systems give to outgoing connections, so that it is free next time too.
  for (let tries = 1; ; tries++) {
    const port = known ?? 20_000 + Math.floor(Math.random() * 10_000);
    try {
      const server = await startServer(port);
      writeFileSync(memo, `${port}\n`);
      return server;
    } catch (error) {
      if (error.code !== 'EADDRINUSE') throw error;
      if (known)
        throw new Error(
          `port ${port}, where the feeds were served last time, is in use: is another demo running? (rm -r ${folder} begins anew)`,
        );
      if (tries === 20) throw error;
    }
  }
}

/** Writes examples/feeds.opml with the address of the server in it. */
function sampleSubscriptions(folder, server) {
  const opml = readFileSync(new URL('../feeds.opml', import.meta.url), 'utf8');
  const path = join(folder, 'feeds.opml');
  writeFileSync(path, opml.replaceAll('"http://feeds.example/', `"http://127.0.0.1:${server.address().port}/`));
  return path;
}
