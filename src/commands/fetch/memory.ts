import { Halt, Reject, status } from '../../lib/errors/index.ts';
import type { Filter } from '../../lib/filter/index.ts';
import { targetOf } from '../../lib/http/index.ts';
import type { JsonObject } from '../../lib/json/index.ts';
import { Line } from '../../lib/ndjson/index.ts';
import { type FeedMemory, type FeedState, keyOf, openMemory } from '../../lib/polling/index.ts';

/** `fetch --dump` and `fetch --forget URL`: shows what is remembered, and strikes feeds from it. @throws Halt */
export async function memoryFilter(options: { state: string | undefined; dump: boolean; forget: string[] }): Promise<Filter> {
  if (options.state === undefined) throw new Halt(status.usage, '--dump and --forget need --state');
  const memory = await openMemory(options.state);
  return {
    takesNoInput: true,
    process: () => undefined,
    *end() {
      for (const url of options.forget) {
        if (!memory.forget(keyOf(targetOf(url))))
          yield new Reject('UNKNOWN_FEED', 'nothing is remembered of it', { subject: url, record: { url } });
      }
      if (options.dump) yield* dump(memory);
    },
    close: () => memory.close(),
  };
}

function* dump(memory: FeedMemory): Generator<Line> {
  for (const [key, state] of memory.entries()) yield Line.of(readable(key, state), { source: 'state', number: 0 });
}

/** Times as people and `jq` read them: moments in RFC 3339, lengths in seconds. */
function readable(key: string, state: FeedState): JsonObject {
  const seconds = (ms: number | undefined) => (ms === undefined ? undefined : ms / 1000);
  const members = {
    url: key,
    asked_at: new Date(state.asked).toISOString(),
    etag: state.etag,
    last_modified: state.lastModified,
    sha256_prefix: state.hash?.toString('hex'),
    valid_for: state.validFor,
    fresh_seconds: seconds(state.fresh),
    retry_after_seconds: seconds(state.retryAfter),
    every_seconds: seconds(state.every),
    skip: state.skip,
    failures: state.failures,
    failing_runs: state.failingRuns,
    code: state.code,
    permanent_url: state.permanent,
    permanent_seen: state.permanentSeen,
    feeds: state.links,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as JsonObject;
}
