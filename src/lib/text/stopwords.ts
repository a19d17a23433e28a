import { english } from './stopwords-english.ts';

/**
 * The stop words of a language (ISO 639-1), in lower case: for English the SMART list (Salton and Buckley), for 57 others
 * those of `stopwords-iso`; undefined for a language without a list.
 */
export async function stopWords(language: string): Promise<readonly string[] | undefined> {
  if (language === 'en') return english;
  const { default: lists } = await import('stopwords-iso', { with: { type: 'json' } });
  return Object.hasOwn(lists, language) ? lists[language as keyof typeof lists] : undefined;
}
