import { lowerAt } from '../../text/index.ts';

/**
 * A state is named by its offset. Where it is dense, a target for every label stands there, failures followed (0, the root, for the
 * label 0); else the state to fail to, the count of its edges, and a label and a target for each of them. A target is twice the offset
 * of a state, and one more where words end.
 */
const EDGES = 1;
const HEAD = 2;
/** States are dense from the root on as long as all of them take no more numbers than this: 1 MiB, which stays in a processor's cache. */
const DENSE = 2 ** 18;
/** With more edges than this they are looked for by halves. */
const MANY = 6;

/** A word as the automaton sees it: without its letter case, typographic apostrophes and hyphens as the plain ones. */
export function folded(word: string): string {
  let text = '';
  for (let i = 0; i < word.length; i++) text += String.fromCharCode(lowerAt(word.charCodeAt(i)));
  return text;
}

/** What counts as a space in a word: one of these, or several in a row. */
const SPACES = /^\s$/;

/** Whether a code unit is white space. */
export function isSpace(unit: number): boolean {
  return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || (unit >= 0xa0 && SPACES.test(String.fromCharCode(unit)));
}

/** Occurrences of words: the number of each word, and the offset behind its last unit. */
export class Hits {
  count = 0;
  words = new Int32Array(256);
  ends = new Int32Array(256);

  add(word: number, end: number): void {
    if (this.count === this.words.length) {
      this.words = twice(this.words);
      this.ends = twice(this.ends);
    }
    this.words[this.count] = word;
    this.ends[this.count++] = end;
  }
}

function twice(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}

/** The trie while it is built: each node has a first child and a next sibling, in the order of their labels. */
class Trie {
  child: number[] = [0];
  sibling: number[] = [0];
  label: number[] = [0];
  word: number[] = [-1];
  /** The node that was added last at each depth: words come sorted, so a shared beginning is theirs. */
  #path: number[] = [0];

  /** Adds a word after all that are smaller. `shared` is how many labels it has in common with the one before. */
  add(labels: readonly number[], shared: number, word: number): void {
    for (let depth = shared; depth < labels.length; depth++) {
      const parent = this.#path[depth]!;
      const node = this.child.length;
      const before = depth === shared ? this.#lastChild(parent, depth) : 0;
      if (before) this.sibling[before] = node;
      else this.child[parent] = node;
      this.child.push(0);
      this.sibling.push(0);
      this.label.push(labels[depth]!);
      this.word.push(-1);
      this.#path[depth + 1] = node;
      this.#path.length = depth + 2;
    }
    this.word[this.#path[labels.length]!] = word;
  }

  #lastChild(parent: number, depth: number): number {
    const last = this.#path[depth + 1] ?? 0;
    return this.child[parent] ? last : 0;
  }
}

/** A word that ends at a state, and the shorter ones that end there too. */
interface Ending {
  readonly word: number;
  readonly shorter: Ending | undefined;
}

/**
 * Finds all occurrences of many words in a text at once (Aho and Corasick 1975), letter case folded, in time that does not depend on
 * how many words there are. The states stand in one flat Int32Array.
 */
export class Automaton {
  readonly #labelOf = new Uint16Array(65_536);
  readonly #states: Int32Array;
  /** States before this offset are dense. */
  readonly #firstSparse: number;
  /** By the offset of the state. */
  readonly #endings = new Map<number, Ending>();
  /** The label of white space, or -1 where no word has any. */
  readonly #space: number;

  /**
   * @param words in any order and case, without an empty one; a space in them stands for any white space. Words that are the same but
   * for case count as one, the last.
   */
  constructor(words: readonly string[]) {
    const labels = this.#numberLabels(words);
    this.#space = this.#labelOf[0x20] || -1;
    const trie = trieOf(words, this.#labelOf);
    const layout = layOut(trie, labels);
    this.#states = new Int32Array(layout.total);
    this.#firstSparse = layout.firstSparse;
    this.#fill(trie, layout, labels);
  }

  /** Puts every occurrence into `hits`, by where it ends. */
  scan(text: string, hits: Hits): void {
    const labelOf = this.#labelOf;
    const states = this.#states;
    const firstSparse = this.#firstSparse;
    const space = this.#space;
    let state = 0;
    let before = 0;
    for (let at = 0; at < text.length; at++) {
      const label = labelOf[text.charCodeAt(at)]!;
      // White space in a row is as one.
      if (label === space && before === space) continue;
      before = label;
      const target = state < firstSparse ? states[state + label]! : next(states, firstSparse, state, label);
      state = target >> 1;
      if (target & 1) {
        for (let ending = this.#endings.get(state); ending; ending = ending.shorter) hits.add(ending.word, at + 1);
      }
    }
  }

  /** Numbers the characters that words are made of from 1, in `labelOf` for either case; gives how many numbers there are. */
  #numberLabels(words: readonly string[]): number {
    const labelOf = this.#labelOf;
    let count = 1;
    for (const word of words) {
      for (let i = 0; i < word.length; i++) {
        const unit = lowerAt(word.charCodeAt(i));
        if (labelOf[unit] === 0) labelOf[unit] = count++;
      }
    }
    for (let unit = 0; unit < 65_536; unit++) {
      if (labelOf[unit] === 0) labelOf[unit] = labelOf[isSpace(unit) ? 0x20 : lowerAt(unit)]!;
    }
    return count;
  }

  /** Writes the states, by rising depth, since a state's failure is always to one less deep. */
  #fill({ child, sibling, label, word }: Trie, { order, offsetOf }: Layout, labels: number): void {
    const states = this.#states;
    const firstSparse = this.#firstSparse;
    /** The state that a node fails to. */
    const failOf = new Int32Array(child.length);
    for (const node of order) {
      const state = offsetOf[node]!;
      const fail = failOf[node]!;
      const dense = state < firstSparse;
      if (dense && node !== 0) {
        for (let any = 1; any < labels; any++) states[state + any] = next(states, firstSparse, fail, any);
      }
      let edge = state + HEAD;
      for (let to = child[node]!; to !== 0; to = sibling[to]!) {
        const named = label[to]!;
        failOf[to] = node === 0 ? 0 : next(states, firstSparse, fail, named) >> 1;
        const target = this.#end(word[to]!, offsetOf[to]!, failOf[to]!);
        if (dense) states[state + named] = target;
        else {
          states[edge++] = named;
          states[edge++] = target;
        }
      }
      if (dense) continue;
      states[state] = fail;
      states[state + EDGES] = (edge - state - HEAD) / 2;
    }
  }

  /** Notes what ends at a state; gives the target that it is. */
  #end(word: number, state: number, fail: number): number {
    const shorter = this.#endings.get(fail);
    const ending = word < 0 ? shorter : { word, shorter };
    if (!ending) return state * 2;
    this.#endings.set(state, ending);
    return state * 2 + 1;
  }
}

/** The target for `label`, along the failures where there is no edge for it. */
function next(states: Int32Array, firstSparse: number, from: number, label: number): number {
  let state = from;
  while (state >= firstSparse) {
    const edges = states[state + EDGES]!;
    if (edges <= MANY) {
      const end = state + HEAD + 2 * edges;
      for (let at = state + HEAD; at < end; at += 2) if (states[at] === label) return states[at + 1]!;
    } else {
      const at = find(states, state + HEAD, edges, label);
      if (at !== 0) return states[at + 1]!;
    }
    state = states[state]!;
  }
  return states[state + label]!;
}

function find(states: Int32Array, first: number, count: number, label: number): number {
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const there = states[first + 2 * middle]!;
    if (there === label) return first + 2 * middle;
    if (there < label) low = middle + 1;
    else high = middle - 1;
  }
  return 0;
}

function trieOf(words: readonly string[], labelOf: Uint16Array): Trie {
  const labelled = words.map((word, number) => ({
    labels: Array.from({ length: word.length }, (_, i) => labelOf[word.charCodeAt(i)]!),
    number,
  }));
  labelled.sort((a, b) => compare(a.labels, b.labels) || a.number - b.number);
  const trie = new Trie();
  let before: readonly number[] = [];
  for (const { labels, number } of labelled) {
    trie.add(labels, shared(before, labels), number);
    before = labels;
  }
  return trie;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const both = shared(a, b);
  return (a[both] ?? -1) - (b[both] ?? -1);
}

function shared(a: readonly number[], b: readonly number[]): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  return at;
}

/** The nodes by rising depth, from the root on, and where their states stand. */
interface Layout {
  readonly order: Int32Array;
  readonly offsetOf: Int32Array;
  /** States from this offset on are not dense. */
  readonly firstSparse: number;
  readonly total: number;
}

function layOut({ child, sibling }: Trie, labels: number): Layout {
  const order = new Int32Array(child.length);
  const offsetOf = new Int32Array(child.length);
  let count = 1;
  let dense = 0;
  for (let i = 0; i < count; i++) {
    const node = order[i]!;
    if (i === 0 || (i + 1) * labels <= DENSE) offsetOf[node] = dense++ * labels;
    for (let to = child[node]!; to !== 0; to = sibling[to]!) order[count++] = to;
  }
  let total = dense * labels;
  for (let i = dense; i < count; i++) {
    if (offsetOf[order[i]!] !== 0) continue;
    // A node and what comes after it stand together, as they are read.
    const below = [order[i]!];
    for (let node = below.pop(); node !== undefined; node = below.pop()) {
      offsetOf[node] = total;
      total += HEAD;
      for (let to = child[node]!; to !== 0; to = sibling[to]!) {
        below.push(to);
        total += 2;
      }
    }
  }
  return { order, offsetOf, firstSparse: dense * labels, total };
}
