export interface BudgetLimits {
  /** With so many bytes in memory nothing new begins; with so many in finished bodies, nobody gets more. */
  enough: number;
  /** With more than so many, all that are still coming wait, but one. */
  most: number;
  /** Whether that one goes on whatever is finished: where what is finished waits for it. */
  inOrder: boolean;
}

/** Keeps count of the bodies in memory, from their first byte until their records have been written out, and keeps them few. */
export class Budget {
  readonly #limits: BudgetLimits;
  /** Called when there is room again for something new. */
  onRoom: () => void = () => {};
  /** Bytes of bodies that are still coming, and of those that are there but not yet written out. */
  #coming = 0;
  #finished = 0;
  /** The one that may go on when there is little room, so that all come to their end. */
  #favourite: object | undefined;
  readonly #waiting = new Map<object, () => void>();

  constructor(limits: BudgetLimits) {
    this.#limits = limits;
  }

  /** Whether something new may begin. */
  get hasRoom(): boolean {
    return this.#coming + this.#finished < this.#limits.enough;
  }

  /**
   * Counts bytes that `holder` has got. Gives whether it has to wait before it gets more; `resume` is called then, never out of a
   * call of this object: the HTTP parser cannot go on with one answer in the middle of another.
   */
  add(holder: object, bytes: number, resume: () => void): boolean {
    this.#coming += bytes;
    if (!this.#isFull || this.#waiting.has(holder)) return false;
    this.#favourite ??= holder;
    if (this.#favourite === holder && this.#hasFavours) return false;
    this.#waiting.set(holder, resume);
    return true;
  }

  /** `holder` gets no more: of the bytes counted for it, so many stay, in a finished body. */
  finish(holder: object, counted: number, kept: number): void {
    this.#waiting.delete(holder);
    if (this.#favourite === holder) this.#favourite = undefined;
    this.#change(() => {
      this.#coming -= counted;
      this.#finished += kept;
    });
  }

  /** Counts bytes of finished bodies that came otherwise: what one decodes to. */
  hold(bytes: number): void {
    this.#finished += bytes;
  }

  /** Counts off bytes of finished bodies that are gone. */
  release(bytes: number): void {
    this.#change(() => {
      this.#finished -= bytes;
    });
  }

  get #isFull(): boolean {
    return this.#coming + this.#finished > this.#limits.most;
  }

  get #hasFavours(): boolean {
    return this.#limits.inOrder || this.#finished < this.#limits.enough;
  }

  #change(change: () => void): void {
    const hadRoom = this.hasRoom;
    change();
    this.#wake();
    if (!hadRoom && this.hasRoom) this.onRoom();
  }

  #wake(): void {
    if (this.#isFull && !this.#hasFavours) return;
    const favourite = this.#favourite ?? this.#waiting.keys().next().value;
    for (const [holder, resume] of this.#waiting) {
      if (this.#isFull && holder !== favourite) continue;
      this.#waiting.delete(holder);
      queueMicrotask(resume);
    }
    this.#favourite = this.#isFull ? favourite : undefined;
  }
}
