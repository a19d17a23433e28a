import type { Answer, Getter } from './answer.ts';
import type { Target } from './target.ts';

/** The rules of a robots.txt for one robot (RFC 9309). */
export interface Rules {
  allows(path: string): boolean;
  /** Seconds between two requests, where it asks for that. */
  crawlDelay?: number | undefined;
}

interface Group {
  agents: string[];
  rules: { allow: boolean; pattern: string }[];
  crawlDelay?: number | undefined;
}

/** Robots read this much of a robots.txt at least (RFC 9309, 2.5); we read no more. */
const READ_BYTES = 500 * 1024;
const KEPT_AT_MOST = 10_000;

const allowAll: Rules = { allows: () => true };
const allowNone: Rules = { allows: () => false };

/** What the robots.txt of each origin lets a robot do, each asked for once. */
export class Robots {
  readonly #getter: Getter;
  readonly #robot: string;
  readonly #known = new Map<string, Promise<Rules>>();

  /** `userAgent` is the whole header; the product at its beginning is what robots.txt calls the robot. */
  constructor(getter: Getter, userAgent: string) {
    this.#getter = getter;
    this.#robot = userAgent.split(/[/\s]/, 1)[0]!.toLowerCase();
  }

  rulesFor({ url, isNamed = false }: Target): Promise<Rules> {
    // What a record names may not go everywhere that the user's own list may.
    const key = isNamed ? `named ${url.origin}` : url.origin;
    let rules = this.#known.get(key);
    if (!rules) {
      if (this.#known.size >= KEPT_AT_MOST) this.#known.clear();
      rules = this.#ask({ url: new URL('/robots.txt', url.origin), isNamed });
      this.#known.set(key, rules);
    }
    return rules;
  }

  /** Where there is no robots.txt (4xx) all is allowed; where it cannot be had, nothing is (RFC 9309, 2.3.1). */
  async #ask(target: Target): Promise<Rules> {
    let answer: Answer;
    try {
      answer = await this.#getter.get(target);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === undefined) throw error;
      return code === 'GONE' || (/^HTTP_4/.test(code) && code !== 'HTTP_429') ? allowAll : allowNone;
    }
    const text = answer.body.toString('utf8', 0, READ_BYTES);
    answer.release();
    return rulesOf(text, this.#robot);
  }
}

/** Reads the text of a robots.txt for the robot of that name, in lower case. */
export function rulesOf(text: string, robot: string): Rules {
  const groups = groupsOf(text);
  const own = groups.filter(({ agents }) => agents.includes(robot));
  const fitting = own.length > 0 ? own : groups.filter(({ agents }) => agents.includes('*'));
  const rules = fitting
    .flatMap((group) => group.rules)
    .sort((a, b) => b.pattern.length - a.pattern.length || Number(b.allow) - Number(a.allow));
  const matchers = rules.map(({ allow, pattern }) => ({ allow, matches: matcher(pattern) }));
  return {
    // The longest pattern that fits decides; of two as long, the one that allows.
    allows: (path) => matchers.find(({ matches }) => matches(path))?.allow ?? true,
    crawlDelay: fitting.find(({ crawlDelay }) => crawlDelay !== undefined)?.crawlDelay,
  };
}

function groupsOf(text: string): Group[] {
  const groups: Group[] = [];
  let namesOpen = false;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [, name, value] = /^\s*([a-z-]+)\s*:\s*([^#]*)/i.exec(line) ?? [];
    if (name === undefined) continue;
    const key = name.toLowerCase();
    if (key === 'user-agent') {
      if (!namesOpen) groups.push({ agents: [], rules: [] });
      groups.at(-1)!.agents.push(value!.trim().split('/', 1)[0]!.toLowerCase());
      namesOpen = true;
      continue;
    }
    const group = groups.at(-1);
    if (!group || !['allow', 'disallow', 'crawl-delay'].includes(key)) continue;
    namesOpen = false;
    addRule(group, key, value!.trim());
  }
  return groups;
}

function addRule(group: Group, key: string, value: string): void {
  if (key === 'crawl-delay') group.crawlDelay = Number(value) > 0 ? Number(value) : undefined;
  else if (value !== '') group.rules.push({ allow: key === 'allow', pattern: value });
}

/** `*` stands for anything, `$` at the end for the end. */
function matcher(pattern: string): (path: string) => boolean {
  const anchored = pattern.endsWith('$');
  const [first = '', ...others] = (anchored ? pattern.slice(0, -1) : pattern).split('*');
  return (path) => {
    if (!path.startsWith(first)) return false;
    let at = first.length;
    for (const [n, part] of others.entries()) {
      const last = anchored && n === others.length - 1;
      const found = last ? Math.max(path.length - part.length, at) : path.indexOf(part, at);
      if (found < 0 || !path.startsWith(part, found)) return false;
      at = found + part.length;
    }
    return !anchored || at === path.length;
  };
}
