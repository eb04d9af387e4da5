import type { Language, Text } from '#engines/text.ts';
import { formatNumber } from './format.ts';

export type TextValues = Readonly<Record<string, string | number>>;

/**
 * The sentence in one language. `{name}` takes a value; numbers are written as the language does.
 * `one|other` chooses by `count` with the language's own plural rule (French 0 and 1.5 are singular).
 */
export function translate(text: Text, language: Language, values?: TextValues): string {
  const forms = language === 'fr' ? bound(text.fr) : text.en;
  if (values === undefined) return forms;
  const form = typeof values['count'] === 'number' ? pluralForm(forms, values['count'], language) : forms;
  return form.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? formatNumber(value, language) : value;
  });
}

/** French puts a space before these signs, which must not begin a line. */
function bound(text: string): string {
  return text.replaceAll(/ (?=[;:!?»])/g, '\u00A0').replaceAll('« ', '«\u00A0');
}

const rules = { fr: new Intl.PluralRules('fr'), en: new Intl.PluralRules('en') };

function pluralForm(forms: string, count: number, language: Language): string {
  const [one, other] = forms.split('|');
  return (rules[language].select(count) === 'one' ? one : (other ?? one)) ?? forms;
}
