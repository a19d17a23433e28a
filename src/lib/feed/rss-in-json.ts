import type { Json, JsonObject } from '../json/index.ts';

/** Whether a JSON document is RSS 2.0 in JSON: `{"rss":{"version":"2.0","channel":{…}}}`. */
export function isRssInJson(value: Json | undefined): value is JsonObject & { rss: JsonObject } {
  const rss = isObject(value) ? value.rss : undefined;
  return isObject(rss) && isObject(rss.channel);
}

const DEEPEST = 64;
const textNames = new Set(['#value', '#text', '$t', '_', 'value']);

/** The same document as RSS in XML: scalars within an element that is no container are its attributes, `#value` is its text. */
export function rssFromJson({ rss }: { rss: JsonObject }): string {
  const version = typeof rss.version === 'string' || typeof rss.version === 'number' ? rss.version : '2.0';
  return `<rss version="${escapeXml(String(version))}">${element('channel', rss.channel!, 0)}</rss>`;
}

const containers = new Set(['channel', 'item', 'image', 'textInput', 'media:group']);

function element(name: string, value: Json, depth: number): string {
  if (!/^[A-Za-z_][\w.:-]*$/.test(name) || value === null || depth > DEEPEST) return '';
  if (Array.isArray(value)) return value.map((one) => element(name, one, depth + 1)).join('');
  if (typeof value !== 'object') return `<${name}>${escapeXml(String(value))}</${name}>`;
  let attributes = '';
  let content = '';
  for (const [key, inner] of Object.entries(value)) {
    const scalar = typeof inner !== 'object';
    if (scalar && textNames.has(key)) content += escapeXml(String(inner));
    else if (scalar && !containers.has(name) && /^@?[A-Za-z_][\w.:-]*$/.test(key))
      attributes += ` ${key.replace('@', '')}="${escapeXml(String(inner))}"`;
    else content += element(key, inner, depth + 1);
  }
  return `<${name}${attributes}>${content}</${name}>`;
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
