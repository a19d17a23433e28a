import type { JsonObject } from '../json/index.ts';

/** A person, as in JSON Feed. */
export type Author = { name?: string; url?: string; email?: string };

/** A file that goes with an item, as in JSON Feed. */
export type Attachment = {
  url: string;
  mime_type?: string;
  title?: string;
  size_in_bytes?: number;
  duration_in_seconds?: number;
};

/** What an item tells of its feed. */
export type FeedInfo = { url?: string; title?: string; site_url?: string; language?: string; format?: string };

/** An item: the fields of a JSON Feed 1.1 item, and of ours. Fields without a value are left out. */
export type Item = {
  id: string;
  url?: string;
  external_url?: string;
  title?: string;
  content_html?: string;
  content_text?: string;
  summary?: string;
  image?: string;
  date_published?: string;
  date_published_raw?: string;
  date_modified?: string;
  date_modified_raw?: string;
  authors?: Author[];
  tags?: string[];
  language?: string;
  attachments?: Attachment[];
  feed: FeedInfo;
  /** What extensions say, under the elements' own names: `_itunes`, `_media`, `_geo` and others. */
  [extension: `_${string}`]: JsonObject | undefined;
};

/** What is known of a document besides its text. */
export interface Source {
  /** The URL it was got from in the end; relative links are against it. */
  base?: string | undefined;
  /** What is known of the feed already: its URL, and a title, site and language for where the document has none. */
  feed?: FeedInfo | undefined;
  /** Shorten content to a summary of about so many characters, where the feed has no summary. */
  summaryLength?: number | undefined;
  /** Where the document is given as bytes: they are UTF-8, whatever they say of themselves. */
  isUtf8?: boolean | undefined;
}
