/**
 * The names of the elements that are open, outermost first. They are few, so they are gone through; a name that is not among many is
 * remembered until another element opens, so that end tags without a start cost little however deep they stand.
 */
export class OpenElements {
  readonly #names: string[] = [];
  /** How many are open; what stands in the list after them is left there, since to cut an array costs more than to read a tag. */
  #length = 0;
  #missing: Set<string> | undefined;

  get length(): number {
    return this.#length;
  }

  has(name: string): boolean {
    return this.#find(name) >= 0;
  }

  push(name: string): void {
    this.#names[this.#length++] = name;
    this.#missing = undefined;
  }

  /** Closes the innermost element of that name, and what is open within it. False when none is open. */
  close(name: string): boolean {
    const at = this.#find(name);
    if (at < 0) return false;
    this.#length = at;
    return true;
  }

  /** Closes the innermost element, where the name of an end tag is alike. */
  closeAlike(name: string): void {
    if (this.#length > 0 && areAlike(name, this.#names[this.#length - 1]!)) this.#length--;
  }

  /** Closes all that are deeper than `length`. */
  truncate(length: number): void {
    if (this.#length > length) this.#length = length;
  }

  #find(name: string): number {
    const names = this.#names;
    const last = this.#length - 1;
    if (last < 0 || names[last] === name) return last;
    if (this.#missing?.has(name)) return -1;
    const at = names.lastIndexOf(name, last);
    if (at < 0 && last >= 16) (this.#missing ??= new Set()).add(name);
    return at;
  }
}

/**
 * Whether two names, as written, are meant as one: they differ in letter case, or one of them lacks the prefix. Of a long name no more is
 * looked at than the other is long, so that many end tags within it cost no more than they are long themselves.
 */
export function areAlike(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  const prefix = long.length - short.length;
  if (prefix > 0 && (long.charCodeAt(prefix - 1) !== 58 || short.includes(':'))) return false;
  return long.slice(prefix).toLowerCase() === short.toLowerCase();
}
