import { assumeBytes, type ByteString, lowerBytes, trimBytes } from '../bytes/index.ts';
import type { Attributes } from './attributes.ts';
import { resolveUrl } from './url.ts';

/**
 * Gives a name of ours to what a document calls `PREFIX:LOCAL`. `uri` is what it has bound the prefix to, if anything. An empty string
 * is the document's own vocabulary.
 */
export type Vocabulary = (uri: string | undefined, prefix: string) => string;

/** What an element inherits: namespace bindings, `xml:base` and `xml:lang`. */
export class Scope {
  readonly base: string | undefined;
  /** Whether `xml:base` says so. */
  readonly hasOwnBase: boolean;
  readonly lang: ByteString | undefined;
  readonly #vocabulary: Vocabulary;
  /** What this scope binds itself, and where it looks further: copies would make a document of many bindings cost their square. */
  readonly #bindings: ReadonlyMap<string, string>;
  readonly #outer: Scope | undefined;
  readonly #names: Map<string, ByteString>;

  private constructor(
    vocabulary: Vocabulary,
    outer: Scope | undefined,
    bindings: ReadonlyMap<string, string>,
    base: string | undefined,
    lang: ByteString | undefined,
  ) {
    this.#vocabulary = vocabulary;
    this.#outer = outer;
    this.#bindings = bindings;
    this.#names = outer && bindings === unbound ? outer.#names : new Map();
    this.base = base;
    this.hasOwnBase = outer !== undefined && (outer.hasOwnBase || base !== outer.base);
    this.lang = lang;
  }

  static outermost(vocabulary: Vocabulary, base: string | undefined): Scope {
    return new Scope(vocabulary, undefined, unbound, base, undefined);
  }

  /** The scope of an element with these attributes. */
  within(attributes: Attributes): Scope {
    let bindings: Map<string, string> | undefined;
    let { base, lang } = this;
    for (const [name, value] of attributes) {
      if (name === 'xml:base') base = resolveUrl(trimBytes(value), this.base) ?? this.base;
      else if (name === 'xml:lang') lang = trimBytes(value).replaceAll('_', '-');
      else if (name === 'xmlns' || name.startsWith('xmlns:')) {
        bindings ??= new Map();
        bindings.set(name.slice(6), trimBytes(value));
      }
    }
    return new Scope(this.#vocabulary, this, bindings ?? unbound, base, lang);
  }

  /** Our name for an element: the vocabulary's prefix and its local name in lower case (`dc:creator`, `title`). */
  resolve(name: ByteString): ByteString {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const colon = name.indexOf(':');
    const prefix = colon < 0 ? '' : name.slice(0, colon);
    const ours = this.#vocabulary(this.binding(prefix), prefix);
    const local = lowerBytes(name.slice(colon + 1));
    const resolved = ours === '' ? local : assumeBytes(`${ours}:${local}`);
    this.#names.set(name, resolved);
    return resolved;
  }

  /** What a prefix is bound to here. */
  binding(prefix: string): string | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.#outer) {
      const uri = scope.#bindings.get(prefix);
      if (uri !== undefined) return uri;
    }
    return undefined;
  }
}

const unbound: ReadonlyMap<string, string> = new Map();
