/**
 * What is to be done once a line, and all that came of it, has been written out for good. A line that becomes several
 * lines passes its receipt on to them; the last one to be written (or dropped, or rejected) settles it.
 */
export class Receipt {
  #open = 1;
  #parent: Receipt | undefined;
  readonly #tasks: (() => void)[];

  constructor(parent: Receipt | undefined, tasks: (() => void)[] = []) {
    this.#parent = parent;
    this.#tasks = tasks;
  }

  /** One more line stands for this receipt. */
  hold(): void {
    this.#open++;
  }

  /** What comes of a line that has the receipt `parent` settles that one too. */
  adopt(parent: Receipt): void {
    let root: Receipt = this;
    while (root !== parent && root.#parent) root = root.#parent;
    if (root !== parent) root.#parent = parent;
  }

  /** A line that stood for this receipt is done with. */
  settle(): void {
    if (--this.#open > 0) return;
    for (const task of this.#tasks) task();
    this.#parent?.settle();
  }
}
