const DAMPING = 0.85;
const ROUNDS = 30;
const NEAR = 1e-4;

/**
 * The ranks of words in the graph where each is tied to those at most `window` words away, as often as that is so. `words` gives
 * the word at each place of a text, -1 for one that takes no part. Ranks sum to 1. Takes time in proportion to words times
 * window.
 */
export function pageRank(words: Int32Array, window: number): Map<number, number> {
  const nodes = new Map<number, number>();
  const voters: Voter[] = [];
  for (let i = 0; i < words.length; i++) {
    if (words[i]! < 0) continue;
    let node = nodes.get(words[i]!);
    if (node === undefined) nodes.set(words[i]!, (node = nodes.size));
    voters.push({ place: i, node });
  }
  const { from, to, weights, totals } = ties(voters, nodes.size, window);
  let ranks = new Float64Array(nodes.size).fill(1 / nodes.size);
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Float64Array(nodes.size).fill((1 - DAMPING) / nodes.size);
    for (let i = 0; i < from.length; i++) {
      const weight = DAMPING * weights[i]!;
      next[to[i]!]! += (weight * ranks[from[i]!]!) / totals[from[i]!]!;
      next[from[i]!]! += (weight * ranks[to[i]!]!) / totals[to[i]!]!;
    }
    let change = 0;
    for (let i = 0; i < next.length; i++) change += Math.abs(next[i]! - ranks[i]!);
    ranks = next;
    if (change < NEAR) break;
  }
  return new Map(Array.from(nodes, ([word, node]) => [word, ranks[node]!]));
}

interface Ties {
  from: Int32Array;
  to: Int32Array;
  weights: Float64Array;
  /** By node: the sum of the weights of its ties. */
  totals: Float64Array;
}

/** A place in the text, and the node of the word there. */
interface Voter {
  readonly place: number;
  readonly node: number;
}

function ties(voters: readonly Voter[], nodes: number, window: number): Ties {
  const found = new Map<number, number>();
  for (const [i, one] of voters.entries()) {
    for (let j = i + 1; j < voters.length; j++) {
      const other = voters[j]!;
      if (other.place - one.place >= window) break;
      if (one.node === other.node) continue;
      const key = Math.min(one.node, other.node) * nodes + Math.max(one.node, other.node);
      found.set(key, (found.get(key) ?? 0) + 1);
    }
  }
  const [from, to] = [new Int32Array(found.size), new Int32Array(found.size)];
  const weights = new Float64Array(found.size);
  const totals = new Float64Array(nodes);
  let i = 0;
  for (const [key, weight] of found) {
    from[i] = Math.floor(key / nodes);
    to[i] = key % nodes;
    weights[i] = weight;
    totals[from[i]!]! += weight;
    totals[to[i]!]! += weight;
    i++;
  }
  return { from, to, weights, totals };
}
