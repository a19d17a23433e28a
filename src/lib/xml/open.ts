/**
 * The names of the elements that are open, outermost first. They are few, so they are gone through; a name that is not among many is
 * remembered until another element opens, so that end tags without a start cost little however deep they stand.
 */
export class OpenElements {
  readonly #names: string[] = [];
  #missing: Set<string> | undefined;

  get length(): number {
    return this.#names.length;
  }

  has(name: string): boolean {
    return this.#find(name) >= 0;
  }

  push(name: string): void {
    this.#names.push(name);
    this.#missing = undefined;
  }

  /** Closes the innermost element of that name, and what is open within it. False when none is open. */
  close(name: string): boolean {
    const at = this.#find(name);
    if (at < 0) return false;
    this.#names.length = at;
    return true;
  }

  /** Closes all that are deeper than `length`. */
  truncate(length: number): void {
    if (this.#names.length > length) this.#names.length = length;
  }

  #find(name: string): number {
    const names = this.#names;
    if (names[names.length - 1] === name) return names.length - 1;
    if (this.#missing?.has(name)) return -1;
    const at = names.lastIndexOf(name);
    if (at < 0 && names.length > 16) (this.#missing ??= new Set()).add(name);
    return at;
  }
}
