import { decimalNumber } from '../numbers/index.ts';

/** The rules of a robots.txt for one robot (RFC 9309), in a form that can be kept. */
export interface RobotRules {
  /** A line each, the longest first: `a` or `d`, and the pattern that it allows or disallows, normalised. */
  lines: string;
  /** Seconds between two requests, where it asks for that. */
  crawlDelay?: number | undefined;
}

/** Longest time between two requests that counts, in seconds. */
const LONGEST_DELAY = 3600;

/** Paths are compared up to this length, in characters. */
const LONGEST_PATH = 2_048;

interface Group {
  agents: string[];
  rules: string[];
  crawlDelay?: number | undefined;
}

/** Reads the text of a robots.txt for the robot of that name, in lower case. */
export function rulesOf(text: string, robot: string): RobotRules {
  const groups = groupsOf(text);
  const own = groups.filter(({ agents }) => agents.includes(robot));
  const fitting = own.length > 0 ? own : groups.filter(({ agents }) => agents.includes('*'));
  const rules = new Set(fitting.flatMap((group) => group.rules));
  // The longest pattern that fits decides; of two as long, the one that allows.
  const sorted = [...rules].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return { lines: sorted.join('\n'), crawlDelay: fitting.find(({ crawlDelay }) => crawlDelay !== undefined)?.crawlDelay };
}

/** Whether the rules allow a path with its query, as in a URL. */
export function allows({ lines }: RobotRules, path: string): boolean {
  if (path === '/robots.txt') return true;
  // These two mean something in patterns, and themselves in paths.
  const plain = normalized(path.slice(0, LONGEST_PATH)).replaceAll('*', '%2A').replaceAll('$', '%24');
  for (let start = 0; start < lines.length; ) {
    const newline = lines.indexOf('\n', start);
    const end = newline < 0 ? lines.length : newline;
    if (fits(lines.slice(start + 1, end), plain)) return lines[start] === 'a';
    start = end + 1;
  }
  return true;
}

function groupsOf(text: string): Group[] {
  const groups: Group[] = [];
  let group: Group | undefined;
  let namesOpen = false;
  for (const line of text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)) {
    const [, name = '', value = ''] = /^\s*([a-z-]+)\s*:\s*([^#]*)/i.exec(line) ?? [];
    const key = name.toLowerCase();
    if (key === 'user-agent') {
      if (!namesOpen || !group) groups.push((group = { agents: [], rules: [] }));
      group.agents.push((value.trim().split('/', 1)[0] ?? '').toLowerCase());
      namesOpen = true;
    } else if (group && (key === 'allow' || key === 'disallow')) {
      namesOpen = false;
      const pattern = value.trim();
      if (pattern !== '') group.rules.push(`${key === 'allow' ? 'a' : 'd'}${normalized(pattern)}`);
    } else if (group && key === 'crawl-delay') {
      namesOpen = false;
      group.crawlDelay = decimalNumber(value, LONGEST_DELAY) || undefined;
    }
  }
  return groups;
}

/** A path or pattern with all escapes in one form (RFC 9309, 2.2.2; RFC 3986, 6.2.2): none for what needs none, the others in capitals. */
function normalized(path: string): string {
  return path.replace(/%[0-9a-f]{2}|[^\x21-\x7e]+/gi, (part) => {
    if (!part.startsWith('%')) return encodeURIComponent(part);
    const character = String.fromCharCode(Number.parseInt(part.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : part.toUpperCase();
  });
}

/** `*` stands for anything, `$` at the end for the end. */
function fits(pattern: string, path: string): boolean {
  const isAnchored = pattern.endsWith('$');
  const [first = '', ...others] = (isAnchored ? pattern.slice(0, -1) : pattern).split('*');
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const [n, part] of others.entries()) {
    const isLast = isAnchored && n === others.length - 1;
    const found = isLast ? Math.max(path.length - part.length, at) : path.indexOf(part, at);
    if (found < 0 || !path.startsWith(part, found)) return false;
    at = found + part.length;
  }
  return !isAnchored || at === path.length;
}
