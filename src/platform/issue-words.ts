import type { z } from 'zod';
import type { Text } from '#engines/text.ts';

/** The commonest faults of a field, said as to a person; null leaves the library's own words. */
export function issueWords(issue: z.core.$ZodIssue): Text | null {
  if (issue.code === 'invalid_type' && issue.input === undefined) return required;
  if (issue.code === 'too_small' && issue.origin === 'string') {
    return issue.minimum === 1 ? required : counted('Au moins', 'At least', issue.minimum, letters);
  }
  if (issue.code === 'too_big' && issue.origin === 'string')
    return counted('Au plus', 'At most', issue.maximum, letters);
  if (issue.code === 'too_small' && issue.origin === 'number')
    return counted('Au moins', 'At least', issue.minimum);
  if (issue.code === 'too_big' && issue.origin === 'number')
    return counted('Au plus', 'At most', issue.maximum);
  return null;
}

const required: Text = { fr: 'Ce champ est à remplir.', en: 'This field is required.' };
const letters: Text = { fr: 'caractères', en: 'characters' };

function counted(fr: string, en: string, limit: number | bigint, unit?: Text): Text {
  return {
    fr: [fr, limit, unit?.fr].filter((part) => part !== undefined).join(' ') + '.',
    en: [en, limit, unit?.en].filter((part) => part !== undefined).join(' ') + '.',
  };
}
