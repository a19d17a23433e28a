import type { Normalization } from './normalize.ts';
import { normalizations } from './normalize.ts';

/** One field of a key. */
export interface KeyField {
  /** As the user wrote it, for messages. */
  name: string;
  /** The names on the way to the value; a whole number also indexes arrays. */
  path: string[];
  normalize: Normalization;
  /** Whether a record without it still has a key. */
  optional: boolean;
}

/**
 * Reads `feed.url,title:text,id?`: fields separated by commas, dots between the names of a path, `:text` or `:url` for how the value is
 * normalised, `?` for a field that may be missing. A backslash takes the special meaning from the character after it.
 * @param normalize for fields that do not say
 * @throws Error in words for the user
 */
export function parseFields(text: string, normalize: Normalization): KeyField[] {
  return split(text, ',').map((part) => {
    const [pathPart, how, ...more] = split(part.trim(), ':');
    if (more.length > 0 || (how !== undefined && !normalizations.includes(how as Normalization))) {
      throw new Error(`'${part.trim()}': after the colon stands one of ${normalizations.join(', ')}.`);
    }
    const optional = /(^|[^\\])(\\\\)*\?$/.test(pathPart);
    const path = split(optional ? pathPart.slice(0, -1) : pathPart, '.').map((name) => name.replace(/\\(.)/gs, '$1'));
    if (path.includes('')) throw new Error('a field has no name.');
    return { name: path.join('.'), path, normalize: (how as Normalization | undefined) ?? normalize, optional };
  });
}

/** Splits where the separator has no backslash before it; the backslashes stay. */
function split(text: string, separator: string): string[] {
  const parts = [''];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === separator) parts.push('');
    else parts[parts.length - 1] += text[at] === '\\' ? text.slice(at, ++at + 1) : text[at];
  }
  return parts;
}
