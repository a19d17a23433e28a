import type { ByteString } from '../bytes/index.ts';
import type { Draft } from './draft.ts';
import { parseDuration } from './duration.ts';
import type { Attachment, Members, Value } from './types.ts';

/** What media RSS and iTunes say about an item's files, pictures and texts. */
export interface Media {
  files: Members<ByteString>[];
  /** The largest thumbnail, and the pixels that it has as far as that is said. */
  thumbnail: ByteString | undefined;
  area: number;
  /** The page that plays them. */
  player: ByteString | undefined;
  title: ByteString | undefined;
  description: ByteString | undefined;
  keywords: ByteString[];
}

const nothing: Media = {
  files: [],
  thumbnail: undefined,
  area: 0,
  player: undefined,
  title: undefined,
  description: undefined,
  keywords: [],
};

/** Gathers `media:content` and the rest, within groups and files and beside them; what stands further out counts first. */
export function mediaOf(draft: Draft): Media {
  const { _media: media } = draft.extensions;
  return media === undefined ? nothing : gather(media, { ...nothing, files: [], keywords: [] }, 0);
}

function gather(node: Members<ByteString>, media: Media, depth: number): Media {
  media.title ??= textOf(node.title);
  media.description ??= textOf(node.description);
  media.player ??= urlIn(listOf(node.player)[0]);
  for (const keywords of textsOf(node.keywords)) media.keywords.push(...keywords.split(','));
  for (const thumbnail of listOf(node.thumbnail)) {
    const area = areaOf(thumbnail);
    if (media.thumbnail !== undefined && area <= media.area) continue;
    media.thumbnail = urlIn(thumbnail) ?? media.thumbnail;
    media.area = area;
  }
  for (const file of [...listOf(node.content), ...listOf(node.group)]) {
    if (!isObject(file)) continue;
    if (typeof file.url === 'string' && file.url !== '') media.files.push(file);
    if (depth < 3) gather(file, media, depth + 1);
  }
  for (const peer of listOf(node.peerLink))
    if (isObject(peer) && typeof peer.href === 'string' && peer.href !== '') media.files.push({ ...peer, url: peer.href });
  return media;
}

/** The item's files: enclosures first, then those of media RSS, each URL once with all that is said of it. */
export function attachmentsOf(draft: Draft, media: Media): Attachment<ByteString>[] {
  if (draft.links.length === 0 && media.files.length === 0) return [];
  const files = new Map<string, Attachment<ByteString>>();
  for (const { rel, url, type, length, title } of draft.links) {
    const original = files.size === 0 ? draft.originalEnclosure : undefined;
    if (rel === 'enclosure') addFile(files, original ?? url, { mime_type: type, size_in_bytes: countOf(length), title });
  }
  for (const { url, type, fileSize, duration, title } of media.files) {
    const seconds = typeof duration === 'string' ? parseDuration(duration) : undefined;
    addFile(files, url as ByteString, {
      mime_type: textOf(type),
      size_in_bytes: countOf(textOf(fileSize)),
      duration_in_seconds: seconds,
      title: textOf(title),
    });
  }
  const attachments = [...files.values()];
  const length = textOf(draft.extensions._itunes?.duration);
  const seconds = length === undefined ? undefined : parseDuration(length);
  const played = attachments.find(({ mime_type: type }) => type && /^(?:audio|video)\//.test(type)) ?? attachments[0];
  if (played && seconds !== undefined) played.duration_in_seconds ??= seconds;
  return attachments;
}

type Told = { [field in keyof Attachment]?: Attachment<ByteString>[field] | undefined };

function addFile(files: Map<string, Attachment<ByteString>>, url: ByteString, told: Told): void {
  const file: Attachment<ByteString> = files.get(url) ?? { url };
  files.set(url, file);
  if (told.mime_type) file.mime_type ??= told.mime_type;
  if (told.size_in_bytes !== undefined) file.size_in_bytes ??= told.size_in_bytes;
  if (told.duration_in_seconds !== undefined) file.duration_in_seconds ??= told.duration_in_seconds;
  if (told.title) file.title ??= told.title;
}

/** The item's picture: its own, that of iTunes, the first thumbnail, the first file that is a picture. */
export function imageOf(draft: Draft, media: Media, attachments: Attachment<ByteString>[]): ByteString | undefined {
  const { _itunes: itunes, _googleplay: google } = draft.extensions;
  const picture = media.files.find(
    ({ medium, type }) => medium === 'image' || (typeof type === 'string' && type.startsWith('image/')),
  );
  return (
    draft.image ??
    urlIn(listOf(itunes?.image)[0]) ??
    // What iTunes had before `<itunes:image>`.
    urlIn(listOf(itunes?.link).find((link) => isObject(link) && link.rel === 'image')) ??
    urlIn(listOf(google?.image)[0]) ??
    media.thumbnail ??
    urlIn(picture) ??
    attachments.find(({ mime_type: type }) => type?.startsWith('image/'))?.url ??
    draft.thumbnail
  );
}

/** The pixels of a picture; 0 where its size is not given. */
function areaOf(picture: Value<ByteString>): number {
  if (!isObject(picture)) return 0;
  const [width, height] = [textOf(picture.width), textOf(picture.height)].map((text) => Number.parseInt(text ?? '', 10) || 0);
  return (width ?? 0) * (height ?? 0) || Math.max(width ?? 0, height ?? 0);
}

/** A URL that stands in an attribute or as the element's text. */
function urlIn(value: Value<ByteString> | undefined): ByteString | undefined {
  const url = isObject(value) ? (value.url ?? value.href ?? value.value) : value;
  return typeof url === 'string' && url !== '' ? url : undefined;
}

/** The text of an element that may have attributes or come more than once. */
export function textOf(value: Value<ByteString> | undefined): ByteString | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  const text = isObject(first) ? first.value : first;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** The texts of all elements of a name, in whichever way they have them: as `<keywords>`, some with `text="…"`. */
export function textsOf(value: Value<ByteString> | undefined): ByteString[] {
  return listOf(value)
    .map((one) => textOf(isObject(one) ? (one.value ?? one.text) : one))
    .filter((text) => text !== undefined);
}

function countOf(text: ByteString | undefined): number | undefined {
  const digits = text === undefined || text.length < 4 ? text : text.replace(/,(?=\d{3})| ?bytes?$/gi, '');
  // A length of 0 is what those write who do not know it.
  return digits !== undefined && /^\d{1,15}$/.test(digits) ? Number(digits) || undefined : undefined;
}

function listOf(value: Value<ByteString> | undefined): Value<ByteString>[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function isObject(value: Value<ByteString> | undefined): value is Members<ByteString> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
