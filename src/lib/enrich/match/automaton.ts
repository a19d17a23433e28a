import { lowerAt } from '../../text/characters.ts';

/**
 * A state is these members and then either, where it is dense, the target for every label, failures followed; or a label and a target
 * for each of its edges.
 */
const EDGES = 0;
const FAIL = 1;
/** The word that ends here, or -1. */
const WORD = 2;
/** The longest state that is a suffix of this one and at which a word ends, or 0. */
const SUFFIX = 3;
const HEAD = 4;
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
  private path: number[] = [0];

  /** Adds a word after all that are smaller. `shared` is how many labels it has in common with the one before. */
  add(labels: readonly number[], shared: number, word: number): void {
    for (let depth = shared; depth < labels.length; depth++) {
      const parent = this.path[depth]!;
      const node = this.child.length;
      const before = depth === shared ? this.lastChild(parent, depth) : 0;
      if (before) this.sibling[before] = node;
      else this.child[parent] = node;
      this.child.push(0);
      this.sibling.push(0);
      this.label.push(labels[depth]!);
      this.word.push(-1);
      this.path[depth + 1] = node;
      this.path.length = depth + 2;
    }
    this.word[this.path[labels.length]!] = word;
  }

  private lastChild(parent: number, depth: number): number {
    const last = this.path[depth + 1] ?? 0;
    return this.child[parent] ? last : 0;
  }
}

/**
 * Finds all occurrences of many words in a text at once (Aho and Corasick 1975), letter case folded, in time that does not depend on
 * how many words there are. The states stand in one flat Int32Array.
 */
export class Automaton {
  private readonly labelOf = new Uint16Array(65_536);
  private readonly states: Int32Array;
  /** Where the root goes for each label. */
  private readonly root: Int32Array;

  /** @param words in any order and case, without an empty one; words that are the same but for case count as one, the last */
  constructor(words: readonly string[]) {
    const labels = this.numberLabels(words);
    const trie = trieOf(words, this.labelOf);
    const layout = layOut(trie, labels);
    this.states = new Int32Array(layout.total);
    this.root = new Int32Array(labels);
    this.fill(trie, layout);
  }

  /** Puts every occurrence into `hits`, by where it ends. */
  scan(text: string, hits: Hits): void {
    const { labelOf, states, root } = this;
    let state = 0;
    for (let at = 0; at < text.length; at++) {
      const label = labelOf[text.charCodeAt(at)]!;
      if (label === 0) {
        state = 0;
        continue;
      }
      state = state === 0 ? root[label]! : next(states, root, state, label);
      if (state === 0) continue;
      if (states[state + WORD]! >= 0) hits.add(states[state + WORD]!, at + 1);
      for (let suffix = states[state + SUFFIX]!; suffix !== 0; suffix = states[suffix + SUFFIX]!) {
        hits.add(states[suffix + WORD]!, at + 1);
      }
    }
  }

  /** Numbers the characters that words are made of from 1, in `labelOf` for either case; gives how many numbers there are. */
  private numberLabels(words: readonly string[]): number {
    const { labelOf } = this;
    let count = 1;
    for (const word of words) {
      for (let i = 0; i < word.length; i++) {
        const unit = lowerAt(word.charCodeAt(i));
        if (labelOf[unit] === 0) labelOf[unit] = count++;
      }
    }
    for (let unit = 0; unit < 65_536; unit++) {
      if (labelOf[unit] === 0) labelOf[unit] = labelOf[lowerAt(unit)]!;
    }
    return count;
  }

  /** Writes the states, by rising depth, since a state's failure is always to one less deep. */
  private fill({ child, sibling, label, word }: Trie, { order, offsetOf, firstSparse }: Layout): void {
    const { states, root } = this;
    for (let node = child[0]!; node !== 0; node = sibling[node]!) root[label[node]!] = offsetOf[node]!;
    for (const node of order) {
      const state = offsetOf[node]!;
      const fail = states[state + FAIL]!;
      const dense = state < firstSparse;
      states[state + WORD] = word[node]!;
      states[state + SUFFIX] = fail === 0 || states[fail + WORD]! >= 0 ? fail : states[fail + SUFFIX]!;
      if (dense) {
        for (let any = 1; any < root.length; any++)
          states[state + HEAD + any] = fail === 0 ? root[any]! : next(states, root, fail, any);
      }
      let edges = 0;
      for (let to = child[node]!; to !== 0; to = sibling[to]!) {
        const target = offsetOf[to]!;
        const named = label[to]!;
        states[target + FAIL] = fail === 0 ? root[named]! : next(states, root, fail, named);
        if (dense) states[state + HEAD + named] = target;
        else {
          states[state + HEAD + 2 * edges] = named;
          states[state + HEAD + 2 * edges + 1] = target;
        }
        edges++;
      }
      states[state + EDGES] = dense ? -1 : edges;
    }
  }
}

/** The state after `label`, along the failures where there is no edge for it. */
function next(states: Int32Array, root: Int32Array, state: number, label: number): number {
  while (state !== 0) {
    const edges = states[state]!;
    if (edges < 0) return states[state + HEAD + label]!;
    if (edges <= MANY) {
      const end = state + HEAD + 2 * edges;
      for (let at = state + HEAD; at < end; at += 2) if (states[at] === label) return states[at + 1]!;
    } else {
      const at = find(states, state + HEAD, edges, label);
      if (at !== 0) return states[at + 1]!;
    }
    state = states[state + FAIL]!;
  }
  return root[label]!;
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

/** The nodes by rising depth, without the root, which needs no state (offset 0 stands for it), and where their states stand. */
interface Layout {
  readonly order: Int32Array;
  readonly offsetOf: Int32Array;
  /** States from this offset on are not dense. */
  readonly firstSparse: number;
  readonly total: number;
}

function layOut({ child, sibling }: Trie, labels: number): Layout {
  const order = new Int32Array(child.length - 1);
  const offsetOf = new Int32Array(child.length);
  let count = 0;
  let total = 1;
  let firstSparse = 0;
  for (let i = -1; i < count; i++) {
    const node = i < 0 ? 0 : order[i]!;
    let edges = 0;
    for (let to = child[node]!; to !== 0; to = sibling[to]!) {
      order[count++] = to;
      edges++;
    }
    if (node === 0) continue;
    offsetOf[node] = total;
    const dense = firstSparse === 0 && total + HEAD + labels <= DENSE;
    if (!dense && firstSparse === 0) firstSparse = total;
    total += HEAD + (dense ? labels : 2 * edges);
  }
  return { order, offsetOf, firstSparse: firstSparse || total, total };
}
