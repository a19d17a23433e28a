import type { Attachment } from './types.ts';

/** An id for an entry that has neither an id nor a link: the same as long as what it says is the same. Texts in real characters. */
export function hashOf(title = '', content = '', date = '', attachments: Attachment[] = []): string {
  // Loaded when it is wanted, which is seldom.
  const { createHash } = process.getBuiltinModule('node:crypto');
  const told = JSON.stringify([title, content, date, attachments.map(({ url }) => url)]);
  return `sha256:${createHash('sha256').update(told).digest('hex').slice(0, 32)}`;
}
