const units: Record<string, number> = { d: 86_400, h: 3600, st: 3600, m: 60, s: 1 };

/** Seconds out of `1:02:03`, `62:03`, `3723`, `3723.5`, `1h2m`, `1h02`, `1 hr 2 min`, `PT1H2M3S`. Nothing for what is no duration. */
export function parseDuration(text: string): number | undefined {
  const plain = text.slice(0, 64).trim().toLowerCase();
  if (/^\d+(?:\.\d+)?$/.test(plain)) return Number(plain);
  if (/^\d*(?::\d+){1,2}(?:\.\d+)?$/.test(plain)) return plain.split(':').reduce((total, part) => total * 60 + Number(part), 0);
  const short = /^(\d+)\s*([hm])\s*(\d{1,2})$/.exec(plain);
  if (short) return (Number(short[1]) * 60 + Number(short[3])) * (units[short[2]!]! / 60);
  const period = plain.replace(/^pt?/, '').replace(/(?<=\dd)t/, '');
  const parts = [...period.matchAll(/(\d+(?:[.,]\d+)?)\s*(d|h|st|m|s)[a-z]*[.,\s]*/g)];
  const length = parts.reduce((total, [part]) => total + part.length, 0);
  if (parts.length === 0 || length !== period.length) return undefined;
  return parts.reduce((total, [, count, unit]) => total + Number(count!.replace(',', '.')) * units[unit!]!, 0);
}
