import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sourcesBelow } from '../support/sources.ts';

const sources = sourcesBelow('src').filter(({ path }) => path.endsWith('.ts'));

interface Place {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** The lines of code, without comments. */
function code(): Place[] {
  return sources.flatMap(({ path, text }) =>
    text
      .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
      .split('\n')
      .map((line, index) => ({ path, line: index + 1, text: line.replace(/(^|\s)\/\/ .*$/, '') })),
  );
}

/** The lines that match, as `path:line: text`. */
function matching(pattern: RegExp): string[] {
  return code()
    .filter(({ text }) => pattern.test(text))
    .map(({ path, line, text }) => `${path}:${line}: ${text.trim()}`);
}

describe('one dialect', () => {
  it('has #private members, and no private ones but constructors', () => {
    assert.deepEqual(matching(/^\s*(?:private|protected)\s+(?!constructor\b)/), []);
  });

  it('writes numbers, texts and patterns at the top of a module in UPPER_CASE, everything else in camelCase', () => {
    const literal =
      /^(?:export )?const (\w+)(?:: [\w<>[\] |]+)? = (?:-?\d[\d_.e]*(?: [-+*/] [\d_.e* ]+)?|'[^']*'|"[^"]*"|`[^`$]*`|\/.+\/[a-z]*)(?: as const)?;$/;
    const wrong = code().flatMap(({ path, line, text }) => {
      const name = literal.exec(text)?.[1] ?? /^(?:export )?const (\w+) = (?:new |\[|\{|\()/.exec(text)?.[1];
      if (name === undefined || name.length === 1) return [];
      const upper = /^[A-Z][A-Z0-9_]*$/.test(name);
      return upper === literal.test(text) ? [] : [`${path}:${line}: ${name}`];
    });
    assert.deepEqual(wrong, []);
  });

  it('knows every type: no any, no never that is not one, no switched-off check', () => {
    assert.deepEqual(
      matching(/\bas (?:never|any)\b(?! reader)|\w: any\b[^']*$|<any>|@ts-(?:ignore|nocheck|expect-error)|biome-ignore/),
      [],
    );
  });

  it('says what functions of other rooms throw: whoever documents a Reject or Halt does so with @throws', () => {
    const silent = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport (?:async )?function (\w+)\b[^\n]*\{\n((?: {2}[^\n]*\n|\n)*)\}/g)]
        .filter(
          ([, comment, , body]) =>
            /\bthrow (?:new )?(?:Reject|Halt|TypeError|RangeError|SyntaxError|Error)\b/.test(body!) && !/@throws/.test(comment!),
        )
        .map(([, , name]) => `${path}: ${name}`),
    );
    assert.deepEqual(silent, []);
  });
});
