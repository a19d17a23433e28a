import { type Contract, fieldsOf, type Need } from '../schema/index.ts';

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
  check<O>({ reads, needs }: Contract<O>, options: O, tell: Tell): void {
    if (this.#isDocument !== reads.includes('document') && (this.#isDocument || reads.length === 1)) {
      if (this.#isDocument)
        tell({ message: 'reads records, but feeds2opml before it gives an OPML document', suggestion: 'put feeds2opml last' });
      else tell({ message: 'reads OPML documents, not records', suggestion: 'put it first' });
      return;
    }
    if (this.#fields === undefined) return;
    for (const need of needs?.(options) ?? []) if (!this.#meets(need, tell)) return;
  }

  /** What comes out of a stage. */
  pass<O>(name: string, { reads, writes, passes, opaque }: Contract<O>, options: O, isFirst: boolean): void {
    this.#isDocument = writes === 'document';
    if (opaque?.(options) || (writes === 'record' && !passes)) this.lose();
    else if (isFirst && passes) this.#fields = undefined;
    else if (passes) for (const field of fieldsOf(writes)) this.#fields?.add(field);
    else this.#replace(name, fieldsOf(writes), reads.includes('response'));
  }

  #replace(name: string, fields: readonly string[], readsResponses: boolean): void {
    // Of files that parse reads, this much is known: what it needs of them, it does not pass on.
    const before = this.#fields ?? new Set(readsResponses ? fieldsOf('response') : []);
    this.#fields = new Set(fields);
    for (const field of before) if (!this.#fields.has(field)) this.#droppedBy.set(field, name);
    for (const field of fields) this.#droppedBy.delete(field);
  }

  #meets({ anyOf, hint, ofItem }: Need, tell: Tell): boolean {
    const fields = anyOf.map(({ path }) => path[0]);
    if (ofItem && fields.includes('content_text') && !this.#has('content_text')) {
      if (this.#has('body')) {
        tell({ message: 'reads content_text, which is still to be made of body', suggestion: 'put parse in front of it' });
        return false;
      }
      if (this.#has('site_url')) {
        tell({ message: 'reads items, not feeds', suggestion: 'put fetch and parse in front of it' });
        return false;
      }
    }
    if (fields.some((field) => this.#has(field))) return true;
    const [field = ''] = fields;
    const dropper = this.#droppedBy.get(field);
    const why = dropper === undefined ? 'which no stage before it gives' : `which ${dropper} before it drops`;
    const better = dropper === undefined ? hint : `put it in front of ${dropper}, or leave it out`;
    tell({ message: `needs ${field}, ${why}`, suggestion: better });
    return false;
  }

  /** Extensions of feeds have fields of any name that begins with `_`. */
  #has(field: string): boolean {
    return this.#fields === undefined || this.#fields.has(field) || (field.startsWith('_') && this.#fields.has('content_text'));
  }
}
