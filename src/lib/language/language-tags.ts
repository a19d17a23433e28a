const sameLanguage: Record<string, string> = { nb: 'no', nn: 'no', fil: 'tl', iw: 'he', in: 'id', ji: 'yi' };

/** The language of a tag such as `pt-BR` or `EN_us`, under the code that the models use; undefined for what is no tag. */
export function languageOfTag(tag: string): string | undefined {
  const primary = /^\s*([a-z]{2,3})(?![a-z])/i.exec(tag)?.[1]?.toLowerCase();
  return primary === undefined || primary === 'und' ? undefined : (sameLanguage[primary] ?? primary);
}

/** Records may name any number of languages. */
const MOST_PATTERNS = 500;
/** By language: a character of its script. */
const scriptPatterns = new Map<string, RegExp>();

/** Whether a text has a character of the script that a language is written in. */
export function fitsScript(language: string, text: string): boolean {
  let pattern = scriptPatterns.get(language);
  if (pattern === undefined) {
    if (scriptPatterns.size > MOST_PATTERNS) scriptPatterns.clear();
    scriptPatterns.set(language, (pattern = scriptPatternOf(language)));
  }
  return pattern.test(text);
}

function scriptPatternOf(language: string): RegExp {
  const script = new Intl.Locale(language).maximize().script ?? 'Latn';
  if (script === 'Jpan') return /[\p{Script=Hira}\p{Script=Kana}\p{Script=Hani}]/u;
  if (script === 'Kore') return /\p{Script=Hang}/u;
  if (script === 'Hans' || script === 'Hant') return /\p{Script=Hani}/u;
  return new RegExp(`\\p{Script=${script}}`, 'u');
}
