/** A person, as in JSON Feed. `Text` is `ByteString` while a document is read, and `string` for whoever gets items. */
export type Author<Text extends string = string> = { name?: Text; url?: Text; email?: Text };

/** A file that goes with an item, as in JSON Feed. */
export type Attachment<Text extends string = string> = {
  url: Text;
  mime_type?: Text;
  title?: Text;
  size_in_bytes?: number;
  duration_in_seconds?: number;
};

/** What an item tells of its feed. */
export type FeedInfo<Text extends string = string> = {
  url?: Text;
  title?: Text;
  site_url?: Text;
  language?: Text;
  format?: string;
  /** Other documents of the feed by their relation: `next`, `prev-archive` (RFC 5005). */
  _links?: { [relation: string]: Text };
};

/** A JSON value whose texts are of one kind. */
export type Value<Text extends string = string> = null | boolean | number | Text | Value<Text>[] | Members<Text>;
/** A JSON object whose texts are of one kind. */
export type Members<Text extends string = string> = { [name: string]: Value<Text> };

/** An item: the fields of a JSON Feed 1.1 item, and of ours. Fields without a value are left out. */
export type Item<Text extends string = string> = {
  id: Text;
  url?: Text;
  external_url?: Text;
  title?: Text;
  content_html?: Text;
  content_text?: Text;
  summary?: Text;
  image?: Text;
  date_published?: string;
  date_published_raw?: Text;
  date_modified?: string;
  date_modified_raw?: Text;
  authors?: Author<Text>[];
  tags?: Text[];
  language?: Text;
  attachments?: Attachment<Text>[];
  feed: FeedInfo<Text>;
  /** Extension elements, under their own names: `_itunes`, `_media`, `_geo` and others. */
  [extension: `_${string}`]: Members<Text> | undefined;
};

/** Which elements without a field of their own are kept. */
export type Extensions = 'none' | 'known' | 'all';

/** What is known of a document besides its text. */
export interface Source<Text extends string = string> {
  /** The document's final URL. Relative links are resolved against it. */
  base?: string | undefined;
  /** What is known of the feed already: its URL, and a title, site and language for where the document has none. */
  feed?: FeedInfo<Text> | undefined;
  /** Which extension elements items keep: none, those of known namespaces (the default), or all. */
  extensions?: Extensions | undefined;
  /** Maximum characters of a summary made of the content, for items without a summary. Without it, none is made. */
  summaryLength?: number | undefined;
  /** Whether a document given as bytes is UTF-8, whatever its declaration says. */
  isUtf8?: boolean | undefined;
}
