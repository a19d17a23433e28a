import type { ByteString } from '../bytes/index.ts';
import type { Construct } from './construct.ts';
import { People } from './person.ts';
import type { Extensions, Members } from './types.ts';

/** A link of Atom, or an enclosure of RSS. */
export interface Link {
  rel: string;
  url: ByteString;
  type?: ByteString;
  length?: ByteString;
  title?: ByteString;
}

/** Where a text of an item comes from; of several the first in this order is its content. */
export const contentRanks = ['encoded', 'content', 'body', 'description', 'abstract', 'summary', 'itunes', 'media'] as const;
export type ContentRank = (typeof contentRanks)[number];

/** Where a date comes from; the first in the order of its list counts. */
export const publishedRanks = ['pubdate', 'published', 'issued', 'dc:date', 'dcterms', 'created', 'other'] as const;
export const modifiedRanks = ['updated', 'modified', 'dcterms:modified', 'lastmod'] as const;
export type DateRank = (typeof publishedRanks)[number] | (typeof modifiedRanks)[number];

/** What the elements of an item have said so far, before it is decided what of it counts. */
export class Draft {
  readonly format: string;
  /** The item's own id, and the URL that it is too. */
  id: ByteString | undefined;
  idUrl: ByteString | undefined;
  about: ByteString | undefined;
  /** Dublin Core's identifier: the item's id where it has neither another nor a URL. */
  identifier: ByteString | undefined;
  readonly titles: { main?: Construct; dc?: Construct } = {};
  /** RSS links, which have no `rel`. */
  link: ByteString | undefined;
  originalLink: ByteString | undefined;
  /** FeedBurner's original link of the first enclosure. */
  originalEnclosure: ByteString | undefined;
  /** Where a discussion of the item is. */
  comments: ByteString | undefined;
  readonly links: Link[] = [];
  readonly contents: { [rank in ContentRank]?: Construct } = {};
  readonly dates: { [rank in DateRank]?: ByteString } = {};
  readonly authors = new People();
  sourceAuthors: People | undefined;
  readonly tags = new Set<ByteString>();
  language: ByteString | undefined;
  /** `xml:lang` of the item; and of its content, or of its summary or title, where that differs. */
  scopeLanguage: ByteString | undefined;
  contentLanguage: ByteString | undefined;
  textLanguage: ByteString | undefined;
  summaryLanguage: ByteString | undefined;
  image: ByteString | undefined;
  /** What elements of no namespace call a picture of it; others count before. */
  thumbnail: ByteString | undefined;
  source: Members<ByteString> | undefined;
  extensionCount = 0;
  /** `_itunes`, `_media` and so on. */
  readonly extensions: { [field: `_${string}`]: Members<ByteString> | undefined } = {};

  /** Which elements without a field of their own are kept. */
  readonly keeps: Extensions;

  constructor(format: string, keeps: Extensions) {
    this.format = format;
    this.keeps = keeps;
  }

  get isAtom(): boolean {
    return this.format.startsWith('atom');
  }
}
