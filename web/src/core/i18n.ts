// Words: one file per room and language, flat keys, loaded for the chosen language only.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export type Language = 'zh' | 'en';
type Dictionary = Record<string, string>;

const stored = 'caregrid.language';

const load: Record<Language, () => Promise<{ words: Dictionary }>> = {
  zh: () => import('./words_zh'),
  en: () => import('./words_en'),
};

export function preferredLanguage(saved: string | null, wished: readonly string[]): Language {
  if (saved === 'zh' || saved === 'en') return saved;
  const first = wished.find((tag) => /^(zh|en)\b/i.test(tag));
  return first && /^en/i.test(first) ? 'en' : 'zh';
}

function savedLanguage(): string | null {
  try {
    return localStorage.getItem(stored);
  } catch {
    return null;
  }
}

export async function setLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'words')) {
    i18next.addResourceBundle(language, 'words', (await load[language]()).words);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  try {
    localStorage.setItem(stored, language);
  } catch {
    // Private browsing: the choice then lasts as long as the page.
  }
}

export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    ns: ['words'],
    defaultNS: 'words',
    resources: {},
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    // Single braces, as the server's packs write them; React escapes what it shows.
    interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
    returnNull: false,
  });
  await setLanguage(preferredLanguage(savedLanguage(), navigator.languages ?? [navigator.language]));
}
