import { readFileSync } from 'node:fs';
import { Halt, reasonOf, status } from '../errors/index.ts';

/** A pipeline as its text says it: the words of each stage, and where its standard input and output go. */
export interface Pipeline {
  readonly stages: readonly (readonly string[])[];
  readonly input?: string;
  readonly output?: string;
  /** Whether the output is added to: `>>`. */
  readonly append?: boolean;
}

/** What a shell would act on and a pipeline does not. */
const UNKNOWN = /[;&()<>$`*?{}~!]/;

/**
 * Reads a pipeline as a shell would: words, quotes, backslashes, `|`, `<`, `>` and `>>`. A line break ends a stage, with or
 * without a `|`; `#` begins a comment. Whatever else a shell would act on is refused, rather than taken for a word.
 * @throws Halt 2
 */
export function parsePipeline(text: string): Pipeline {
  const tokens = tokenise(text);
  let stage: string[] = [];
  const stages = [stage];
  const begin = () => {
    stage = [];
    stages.push(stage);
  };
  const redirections: { input?: string; output?: string; append?: boolean } = {};
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (!token) break;
    const { kind, value } = token;
    if (kind === 'word') stage.push(value);
    else if (value === '|') {
      if (stage.length === 0) throw refused('a stage is empty');
      begin();
    } else if (value === '\n') {
      const next = tokens[index + 1];
      if (stage.length > 0 && next && next.value !== '|' && !(next.kind === 'operator' && next.value === '\n')) begin();
    } else {
      const target = tokens[++index];
      if (target?.kind !== 'word') throw refused(`${value} names no file`);
      if (value === '<') redirections.input = target.value;
      else Object.assign(redirections, { output: target.value, append: value === '>>' });
    }
  }
  if (stage.length === 0) {
    if (stages.length === 1) throw refused('there is no stage');
    throw refused('the last stage is empty');
  }
  return { stages, ...redirections };
}

interface Token {
  kind: 'word' | 'operator';
  value: string;
}

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  let word: string | undefined;
  const endWord = () => {
    if (word !== undefined) tokens.push({ kind: 'word', value: word });
    word = undefined;
  };
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "'" || character === '"') {
      const [content, end] = quoted(text, at, character);
      word = (word ?? '') + content;
      at = end;
    } else if (character === '\\') {
      if (text[at + 1] !== '\n') word = (word ?? '') + (text[at + 1] ?? '\\');
      at++;
    } else if (character === '#' && word === undefined) {
      while (at + 1 < text.length && text[at + 1] !== '\n') at++;
    } else if ('|<>\n'.includes(character)) {
      endWord();
      const double = character === '>' && text[at + 1] === '>';
      tokens.push({ kind: 'operator', value: double ? '>>' : character });
      if (double) at++;
    } else if (/\s/.test(character)) endWord();
    else if (UNKNOWN.test(character) && !(word !== undefined && '?~{}!'.includes(character))) {
      throw refused(`'${character}' means something to a shell, but nothing here: put it in quotes`);
    } else word = (word ?? '') + character;
  }
  endWord();
  return tokens;
}

/** What stands between the quote at `at` and the next one, and where that is. */
function quoted(text: string, at: number, quote: string): [content: string, end: number] {
  let content = '';
  for (let index = at + 1; index < text.length; index++) {
    if (text[index] === quote) return [content, index];
    if (quote === '"' && text[index] === '\\' && /["\\]/.test(text.charAt(index + 1))) index++;
    content += text[index];
  }
  throw refused(`a ${quote} is not closed`);
}

function refused(message: string): Halt {
  return new Halt(status.usage, `in the pipeline, ${message}`);
}

/** The text of a file that holds a pipeline. @throws Halt 4 */
export function pipelineFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Halt(status.failed, `${path}: ${reasonOf(error)}`);
  }
}
