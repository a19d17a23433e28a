import { contracts, fieldsOf } from '../schema/index.ts';

type Options = Readonly<Record<string, unknown>>;
type Tell = (told: { message: string; suggestion?: string }) => void;

/** Which fields the records of a pipeline have from stage to stage, as far as that can be known before the run. */
export class Flow {
  /** Fields that records may have here; nothing, where they may have any. */
  #fields: Set<string> | undefined;
  /** For each field that a stage has dropped, which one it was. */
  readonly #droppedBy = new Map<string, string>();
  #isDocument = false;

  /** From here on, nothing is known. */
  lose(): void {
    this.#fields = undefined;
    this.#isDocument = false;
  }

  /** Tells of what a stage needs and what comes to it has not. */
  check(name: string, options: Options, tell: Tell): void {
    const { reads } = contracts[name] ?? { reads: ['record'] };
    if (this.#isDocument !== reads.includes('document') && (this.#isDocument || reads.length === 1)) {
      if (this.#isDocument)
        tell({ message: 'reads records, but feeds2opml before it gives an OPML document', suggestion: 'put feeds2opml last' });
      else tell({ message: 'reads OPML documents, not records', suggestion: 'put it first' });
      return;
    }
    if (this.#fields === undefined) return;
    if (name === 'parse') this.#needs(['body', 'body_base64'], tell, 'put fetch in front of it');
    else if (name === 'fetch') this.#needs([textOf(options.urlField, 'url')], tell, 'say with --url-field where the URL is');
    else if (name === 'feeds2opml') this.#needs(['url'], tell, 'it writes feeds, such as opml2feeds gives');
    else if (name === 's3exists') this.#object(options, tell);
    else if (name === 'dedupe') this.#key(options, tell);
    else if (name === 'keywords') this.#text(listOf(options.field), tell);
    else if (name === 'enrich' && isBuiltIn(options)) this.#text(['title', 'content_text'], tell);
  }

  /** What comes out of a stage. */
  pass(name: string, options: Options, isFirst: boolean): void {
    const contract = contracts[name];
    const { writes, passes } = contract ?? { writes: 'record', passes: true };
    this.#isDocument = writes === 'document';
    const opaque = (options.lines === true && name === 'fetch') || (writes === 'record' && !passes);
    if (!contract || opaque || options.dump === true || (name === 'enrich' && !isBuiltIn(options))) this.lose();
    else if (isFirst && passes) this.#fields = undefined;
    else if (passes) for (const field of fieldsOf(writes)) this.#fields?.add(field);
    else this.#replace(name, fieldsOf(writes));
  }

  #replace(name: string, fields: readonly string[]): void {
    // Of files that parse reads, this much is known: what it needs of them, it does not pass on.
    const before = this.#fields ?? new Set(name === 'parse' ? fieldsOf('response') : []);
    this.#fields = new Set(fields);
    for (const field of before) if (!this.#fields.has(field)) this.#droppedBy.set(field, name);
    for (const field of fields) this.#droppedBy.delete(field);
  }

  #needs(anyOf: readonly string[], tell: Tell, suggestion: string): boolean {
    if (!this.#fields || anyOf.some((field) => this.#has(field))) return true;
    const [field] = anyOf;
    const dropper = this.#droppedBy.get(field);
    const why = dropper === undefined ? 'which no stage before it gives' : `which ${dropper} before it drops`;
    const better = dropper === undefined ? suggestion : `put it in front of ${dropper}, or leave it out`;
    tell({ message: `needs ${field}, ${why}`, suggestion: better });
    return false;
  }

  /** Extensions of feeds have fields of any name that begins with `_`. */
  #has(field: string): boolean {
    return this.#fields === undefined || this.#fields.has(field) || (field.startsWith('_') && this.#fields.has('content_text'));
  }

  #object({ bucket, keyField }: Options, tell: Tell): void {
    const where = 'say with --bucket and --key-field where its key is';
    if (keyField !== undefined || bucket !== undefined) this.#needs([rootOf(textOf(keyField, 'key'))], tell, where);
    else this.#needs(['url', 'key'], tell, where);
  }

  #key({ by, lines }: Options, tell: Tell): void {
    if (lines === true) return;
    const named = typeof by === 'string' ? by.split(',').filter((field) => !/\?(?::|$)/.test(field)) : ['id'];
    for (const field of named) {
      if (!this.#needs([rootOf(field)], tell, 'say with --by what makes a record one of its kind, such as --by url')) return;
    }
  }

  #text(fields: readonly string[], tell: Tell): void {
    const wanted = fields.map(rootOf);
    if (!this.#has('content_text') && this.#has('body') && wanted.includes('content_text'))
      tell({ message: 'reads content_text, which is still to be made of body', suggestion: 'put parse in front of it' });
    else this.#needs(wanted, tell, 'say which fields hold the text');
  }
}

function isBuiltIn({ with: specs, exec }: Options): boolean {
  const modules = Array.isArray(specs) ? specs : [];
  return (
    Array.isArray(exec) && exec.length === 0 && modules.every((spec) => (spec as { builtin?: string }).builtin !== undefined)
  );
}

/** The first name of a path of fields, without what is said about it behind a colon. */
function rootOf(path: string): string {
  return path.split(/[.:?]/)[0].trim();
}

function textOf(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
