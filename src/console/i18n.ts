import { useCallback } from 'react';
import type { Language, Text } from '#engines/text.ts';
import { preferences, usePreferences } from './preferences.ts';
import { translate } from './text.ts';
import type { TextValues } from './text.ts';

export type Translate = (text: Text, values?: TextValues) => string;

/** For code outside components; inside them `useT` follows the language switch. */
export function t(text: Text, values?: TextValues): string {
  return translate(text, preferences.get().language, values);
}

/** `const t = useT(); t({ fr: '{count} constat|{count} constats', en: '…' }, { count })`. */
export function useT(): Translate {
  const language = useLanguage();
  return useCallback((text, values) => translate(text, language, values), [language]);
}

export function useLanguage(): Language {
  return usePreferences().language;
}
