import { ascii, assumeBytes, type ByteString, lowerBytes, trimBytes } from '../bytes/index.ts';
import { htmlBytesToLine, referencesToLine } from '../html/index.ts';
import { type Reader, resolveUrl } from '../xml/index.ts';
import type { Author } from './types.ts';

const LONGEST = 1000;
const EMAIL =
  /(?:mailto:)?([^\s<>()[\]{},;:"'@&|][^\s<>()[\]{},;:"@&|]*@[^\s<>()[\]{},;:"'@&|?]+\.[^\s<>()[\]{},;:"'@&|?.]+)(?:\?[^\s<>()[\]]*)?/i;

/** A URL in brackets, at the end or alone. */
const ADDRESS = /(?<=[([<])\s*(https?:\/\/[^\s()<>[\]]+)\s*(?=[)\]>])|(?:^|\s)(https?:\/\/[^\s()<>[\]]+)\s*$/i;

/**
 * A person as RSS writes one: `me@example.org (Name)`, `Name <me@example.org>`, an address or a name alone; with a URL in brackets or
 * at the end, or a URL alone.
 */
export function parsePerson(text: ByteString): Author<ByteString> | undefined {
  const line = text.includes('</') ? htmlBytesToLine(text) : withoutMarkup(referencesToLine(text));
  if (line === '') return undefined;
  const page = line.length > LONGEST ? null : ADDRESS.exec(line);
  const rest = without(line, page);
  const found = line.length > LONGEST ? null : EMAIL.exec(rest);
  if (!page && !found) return presentPerson({ name: line.replace(/ ?\( ?\)$/, '') });
  return presentPerson({ name: bare(without(rest, found)), url: groupOf(page), email: groupOf(found) });
}

function without(text: ByteString, match: RegExpExecArray | null): ByteString {
  return match ? assumeBytes(`${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`) : text;
}

/** The group of a match that is there. */
function groupOf(match: RegExpExecArray | null): ByteString | undefined {
  const group = match?.slice(1).find((text) => text !== undefined);
  return group === undefined ? undefined : assumeBytes(group);
}

/** A name that was markup before it was escaped once too often. */
function withoutMarkup(line: ByteString): ByteString {
  return line.includes('</') ? htmlBytesToLine(line) : line;
}

/** What is left of a name when the address beside it is gone: without brackets that are empty or around it all. */
function bare(text: ByteString): ByteString {
  const emptied = text.replace(/< *>|\( *\)|\[ *\]/g, ' ');
  const trimmed = trimBytes(emptied.replace(/ {2,}/g, ' ')).replace(/^[,;: -]+|[,;: -]+$/g, '');
  const inner = /^\(((?:[^()]|\([^()]*\))*)\)$|^"([^"]*)"$|^<([^<>]*)>$|^\[([^[\]]*)\]$/.exec(trimmed);
  return inner ? trimBytes(groupOf(inner) ?? '') : /^[!-/]*$/.test(trimmed) ? ascii('') : trimmed;
}

/** Where the first tag in an element is one of HTML's. */
const PROSE = /^[^<]*<(?:a|b|div|em|font|i|p|span|strong)[\s>]/i;

/** Reads the current element as a person: with `name`, `email` and `uri` inside as in Atom, or with a text as in RSS, be it HTML. */
export function readPerson(reader: Reader, closers: ReadonlySet<string>): Author<ByteString> | undefined {
  if (!reader.holdsElements()) return parsePerson(reader.capture(closers).text());
  const { bytes, pos } = reader.scanner;
  if (PROSE.test(bytes.slice(pos, pos + 200))) return parsePerson(reader.capture(closers).html());
  const person: Author<ByteString> = {};
  const { level, rawName } = reader;
  while (reader.child(level)) {
    if (closers.has(reader.name)) {
      if (reader.endsSoon(rawName)) continue;
      reader.unread(level - 1);
      break;
    }
    const field = reader.name.slice(reader.name.indexOf(':') + 1);
    const base = reader.scope.base;
    if (field === 'name') person.name ||= readLine(reader, closers);
    else if (field === 'email') person.email ||= readLine(reader, closers).replace(/^mailto:/i, '');
    else if (field === 'uri' || field === 'url' || field === 'homepage')
      person.url ||= resolveUrl(readLine(reader, closers), base) ?? ascii('');
  }
  return presentPerson(person);
}

/** Words that are no part of a name, so that a text with commas is not a list of names. */
const NO_NAME =
  /\b(?:the|editors?|reporters?|staff|correspondents?|writers?|contributors?|news|press|times|post|team|columnists?|analysts?|producers?|authors?|managers?|directors?|professors?|university|institute|college|school|department|inc|llc|ltd|gmbh|ph\.?d|m\.?d|guest|senior|chief|associated|agency|media|online|desk|reuters|company|group|magazine|journal|daily|for|with|of|at)\b/i;
const NAME = /^(?:[^\s\d@]+ ){1,4}[^\s\d@]+$/;
const CAPITAL = /^(?:[A-Z]|[\xc3-\xf4])/;

/** Reads the current element as people: several where its text is a list of names as arXiv writes it, "A B, C D and E F". */
export function readPeople(reader: Reader, closers: ReadonlySet<string>): Author<ByteString>[] {
  const person = readPerson(reader, closers);
  if (!person) return [];
  const { name } = person;
  if (name === undefined || person.email !== undefined || person.url !== undefined || !name.includes(', ')) return [person];
  const names = name.split(/, and |, & |, | and | & /).map(trimBytes);
  const isList = names.length <= MOST_NAMES && names.every((one) => NAME.test(one) && CAPITAL.test(one) && !NO_NAME.test(one));
  return isList ? names.map((one) => ({ name: one })) : [person];
}

/** An experiment of physicists names some thousands. */
const MOST_NAMES = 10_000;

function readLine(reader: Reader, closers: ReadonlySet<string>): ByteString {
  return referencesToLine(reader.capture(closers).text());
}

/** Without the fields that are empty; nothing when all are. */
export function presentPerson({ name, url, email: address }: Author<ByteString>): Author<ByteString> | undefined {
  const person: Author<ByteString> = { ...(name && { name }), ...(url && { url }), ...(address && { email: address }) };
  return name || url || address ? person : undefined;
}

/** People in the order they were named, each once: whoever has a name or, without one, an address that was there before is the same. */
export class People {
  readonly list: Author<ByteString>[] = [];
  #known: Map<string, Author<ByteString>> | undefined;

  /** What is not known yet of somebody who was named before is added. */
  add(person: Author<ByteString> | undefined): void {
    if (!person) return;
    if (this.list.length === 0) {
      this.list.push(person);
      return;
    }
    this.#known ??= new Map([[keyOf(this.list[0]!), this.list[0]!]]);
    const key = keyOf(person);
    const same = this.#known.get(key);
    if (same) Object.assign(same, { ...person, ...same });
    else {
      this.list.push(person);
      this.#known.set(key, person);
    }
  }
}

function keyOf({ name, email: address, url }: Author<ByteString>): string {
  return lowerBytes(name ?? address ?? url ?? '');
}
