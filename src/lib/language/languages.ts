/** Old and macro-language codes, and the ones that lists and stemmers are kept under. */
const aliases: Record<string, string> = {
  iw: 'he',
  in: 'id',
  ji: 'yi',
  nb: 'no',
  nn: 'no',
  fil: 'tl',
  arb: 'ar',
  cmn: 'zh',
  yue: 'zh',
  pes: 'fa',
  und: '',
};

/** The ISO 639-1 code at the beginning of a language tag (`en-US`, `PT_br`), or undefined where there is none. */
export function languageCode(tag: string): string | undefined {
  const code = /^([a-z]{2,3})(?:[-_]|$)/i.exec(tag.trim())?.[1]?.toLowerCase();
  if (code === undefined) return undefined;
  return (aliases[code] ?? code) || undefined;
}

/** Whether a code names a language that Unicode's data has a name for. */
export function isKnownLanguage(code: string): boolean {
  return new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(code) !== undefined;
}
