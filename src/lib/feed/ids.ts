import type { Attachment, Item } from './types.ts';

/** An item whose `id` is empty where its feed gives none. */
export interface Found<Text extends string> {
  item: Item<Text>;
  /** Dublin Core's identifier: the id where the item has neither an id nor a URL of its own. */
  identifier?: Text | undefined;
}

/** Items that wait for the rest of their document at most, so that a document of nothing but empty items takes no more memory. */
const HELD_AT_MOST = 10_000;

/**
 * Gives an id to every item of a document. An id of the feed's own stays as it is. Otherwise it is the item's URL, unless that is the
 * site's or another item has it too: then a hash of what the item says, which does not depend on the other items. From the first item
 * without an id, items are held back until the document has been read. What `found` throws is thrown after the items.
 */
export function* withIds<Text extends string>(
  found: Iterable<Found<Text>>,
  { read, write }: { read: (text: Text) => string; write: (text: string) => Text },
): Generator<Item<Text>, void> {
  const uses = new Map<string, number>();
  let held: Found<Text>[] = [];
  let fault: { error: unknown } | undefined;
  const named = function* () {
    for (const { item, identifier } of held) {
      item.id ||= ownUrl(item, uses) ?? identifier ?? write(hashOf(item, read));
      yield item;
    }
    held = [];
  };
  try {
    for (const one of found) {
      for (const name of new Set([one.item.id, linkOf(one.item) ?? ''])) uses.set(name, (uses.get(name) ?? 0) + 1);
      if (held.length === 0 && one.item.id !== '') yield one.item;
      else if (held.push(one) >= HELD_AT_MOST) yield* named();
    }
  } catch (error) {
    fault = { error };
  }
  yield* named();
  if (fault) throw fault.error;
}

function linkOf<Text extends string>({ url, external_url: external }: Item<Text>): Text | undefined {
  return url ?? external;
}

/** The URL of an item that no other item has and that is not its site's. */
function ownUrl<Text extends string>(item: Item<Text>, uses: ReadonlyMap<string, number>): Text | undefined {
  const url = linkOf(item);
  return url === undefined || (uses.get(url) ?? 0) > 1 || isOfSite(url, item.feed.site_url) ? undefined : url;
}

/** Whether a URL is that of the feed's site, or of something that the site lies in; of a feed that names no site, that of a host alone. */
function isOfSite(url: string, site: string | undefined): boolean {
  const place = placeOf(url);
  return site === undefined ? !place.includes('/') : `${placeOf(site)}/`.startsWith(`${place}/`);
}

/** A URL without scheme, `www.` and what may stand at its end without changing it. */
function placeOf(url: string): string {
  return url
    .replace(/^https?:\/\/(?:www\.)?/i, '')
    .replace(/#$/, '')
    .replace(/\/$/, '')
    .toLowerCase();
}

/** What an item says, hashed: the same as long as its title, date, content and attachments are the same. */
function hashOf<Text extends string>(item: Item<Text>, read: (text: Text) => string): string {
  // Loaded when it is wanted, which is seldom.
  const { createHash } = process.getBuiltinModule('node:crypto');
  const text = (value: Text | undefined) => (value === undefined ? '' : read(value));
  const date = item.date_published ?? item.date_published_raw ?? item.date_modified ?? item.date_modified_raw ?? '';
  const files = (item.attachments ?? []).map(({ url }: Attachment<Text>) => text(url));
  const url = linkOf(item);
  const told = [text(item.title), text(item.content_html ?? item.content_text), date, files];
  const hash = createHash('sha256').update(JSON.stringify(url === undefined ? told : [...told, text(url), text(item.summary)]));
  return `sha256:${hash.digest('hex').slice(0, 32)}`;
}
