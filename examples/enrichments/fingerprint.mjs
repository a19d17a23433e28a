// Work that computes, for cores of its own: enrich --pool threads --with examples/enrichments/fingerprint.mjs
import { pbkdf2Sync } from 'node:crypto';

export default function fingerprint(record) {
  return pbkdf2Sync(record.content_text ?? record.title ?? '', 'feedmill', 100_000, 16, 'sha256').toString('hex');
}
