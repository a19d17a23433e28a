const units: Record<string, number> = { h: 3600, m: 60, s: 1 };

/** Seconds out of `1:02:03`, `62:03`, `3723`, `3723.5`, `1h2m`, `1 hr 2 min`, `PT1H2M3S`. Nothing for what is no duration. */
export function parseDuration(text: string): number | undefined {
  const plain = text.slice(0, 64).trim().toLowerCase();
  if (/^\d+(?:\.\d+)?$/.test(plain)) return Number(plain);
  if (/^\d*(?::\d+){1,2}(?:\.\d+)?$/.test(plain)) return plain.split(':').reduce((total, part) => total * 60 + Number(part), 0);
  const parts = [...plain.replace(/^pt?/, '').matchAll(/(\d+(?:[.,]\d+)?)\s*(h|m|s)[a-z]*[.,\s]*/g)];
  const length = parts.reduce((total, [part]) => total + part.length, 0);
  if (parts.length === 0 || length !== plain.replace(/^pt?/, '').length) return undefined;
  return parts.reduce((total, [, count, unit]) => total + Number(count!.replace(',', '.')) * units[unit!]!, 0);
}
