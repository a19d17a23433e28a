import { type Deferred, deferred } from './deferred.ts';

/** Hands values from whoever has them to whoever takes them, in order. It holds what was not taken: the giver sees to a bound. */
export class Channel<T> implements AsyncIterable<T> {
  readonly #values: T[] = [];
  #ended = false;
  #failure: unknown;
  #wake: Deferred | undefined;

  push(value: T): void {
    this.#values.push(value);
    this.#awake();
  }

  /** No more values come; with `error`, the taker gets that after the last one. */
  end(error?: unknown): void {
    this.#ended = true;
    this.#failure ??= error;
    this.#awake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      while (this.#values.length > 0) yield this.#values.shift()!;
      if (this.#ended) break;
      this.#wake ??= deferred();
      await this.#wake.promise;
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  #awake(): void {
    this.#wake?.resolve();
    this.#wake = undefined;
  }
}
