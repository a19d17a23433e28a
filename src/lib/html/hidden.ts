import type { ByteString } from '../bytes/index.ts';

/** What the attributes of a tag say of how its element is shown. */
export type Shown = 'hidden' | 'block' | 'open' | undefined;

const hints = ['hidden', 'display', '<dialog', 'visibility:', 'HIDDEN'];

/** Whether a document has anything that `shownBy` looks for, so that the attributes of most need not be looked at. */
export function mayHide(html: ByteString): boolean {
  // A regular expression would take ten times as long.
  return hints.some((hint) => html.includes(hint));
}

/** Reads the attributes of a tag: `hidden`, `open` (of a dialog), and what its `style` says of `display` and `visibility`. */
export function shownBy(attributes: ByteString): Shown {
  const style = /(?:^|[\s"'/])style\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))/i.exec(attributes);
  const rules = style?.[1] ?? style?.[2] ?? style?.[3] ?? '';
  if (/(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))/i.test(rules)) return 'hidden';
  const names = attributes.replace(/"[^"]*"|'[^']*'/g, ' ');
  if (/(?:^|[\s/])hidden(?=[\s=/]|$)/i.test(names)) return 'hidden';
  if (/(?:^|[\s/])open(?=[\s=/]|$)/i.test(names)) return 'open';
  return /(?:^|[;\s])display\s*:\s*(?:block|flex|grid|list-item|table|flow-root)\b/i.test(rules) ? 'block' : undefined;
}
