import { type ByteString, isSpace } from '../bytes/index.ts';
import { type Entities, nameEnd } from './entities.ts';

/**
 * Reads the document type declaration at `at` (where `<!DOCTYPE` begins) for the general entities its internal subset declares. Gives
 * where the document goes on. What is external (`SYSTEM`, `PUBLIC`) and parameter entities are passed over.
 */
export function readDoctype(bytes: ByteString, at: number, entities: Entities): number {
  const close = bytes.indexOf('>', at);
  const subset = bytes.indexOf('[', at);
  if (close < 0) return at + 2;
  if (subset < 0 || subset > close) return close + 1;
  let pos = subset + 1;
  while (pos < bytes.length) {
    const code = bytes.charCodeAt(pos);
    if (code === 93) {
      const end = bytes.indexOf('>', pos);
      return end < 0 ? pos + 1 : end + 1;
    }
    if (code === 60) {
      const end = readDeclaration(bytes, pos, entities);
      if (end < 0) return close + 1;
      pos = end;
    } else if (isSpace(code) || code === 37 || code === 59) pos++;
    else pos = Math.max(nameEnd(bytes, pos), pos + 1);
  }
  return close + 1;
}

/** One `<!…>` of the subset; gives where it ends, or -1 where it is no declaration: the subset was never closed. */
function readDeclaration(bytes: ByteString, at: number, entities: Entities): number {
  if (bytes.startsWith('<!--', at)) return after(bytes, '-->', at + 4);
  if (bytes.startsWith('<?', at)) return after(bytes, '?>', at + 2);
  if (bytes.charCodeAt(at + 1) !== 33) return -1;
  if (bytes.startsWith('<!ENTITY', at)) return readEntity(bytes, at + 8, entities);
  return endOfDeclaration(bytes, at + 2);
}

function readEntity(bytes: ByteString, at: number, entities: Entities): number {
  const start = skipSpace(bytes, at);
  const end = nameEnd(bytes, start);
  const valueAt = skipSpace(bytes, end);
  const quote = bytes[valueAt];
  if (end === start || (quote !== '"' && quote !== "'")) return endOfDeclaration(bytes, at);
  const close = bytes.indexOf(quote, valueAt + 1);
  if (close < 0) return -1;
  entities.declare(bytes.slice(start, end), bytes.slice(valueAt + 1, close));
  return endOfDeclaration(bytes, close + 1);
}

/** Past the `>` that ends a declaration, not counting those within quotes. */
function endOfDeclaration(bytes: ByteString, at: number): number {
  for (let pos = at; pos < bytes.length; pos++) {
    const code = bytes.charCodeAt(pos);
    if (code === 62) return pos + 1;
    if (code === 60) return pos;
    if (code === 34 || code === 39) {
      const close = bytes.indexOf(bytes[pos]!, pos + 1);
      if (close < 0) return -1;
      pos = close;
    }
  }
  return -1;
}

function after(bytes: ByteString, mark: string, from: number): number {
  const at = bytes.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
}

function skipSpace(bytes: ByteString, at: number): number {
  while (isSpace(bytes.charCodeAt(at))) at++;
  return at;
}
