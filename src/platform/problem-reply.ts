import type { Language } from '#engines/text.ts';
import type { Problem } from './problems.ts';

/** Most refused lines that one reply carries; the count says how many there were. */
const mostInputProblems = 1000;

/** RFC 9457 body of a problem: `detail` in the reader's language, `text` in both, `fields` and `input` where known. */
export function problemReply(problem: Problem, language: Language): Record<string, unknown> {
  return {
    type: `about:blank#${problem.code}`,
    title: problem.code,
    status: problem.status,
    detail: problem.text[language],
    code: problem.code,
    text: problem.text,
    ...(problem.fields.length > 0 ? { fields: problem.fields } : {}),
    ...(problem.input.length > 0
      ? { input: problem.input.slice(0, mostInputProblems), inputTotal: problem.input.length }
      : {}),
  };
}

/** The first of French and English that the reader asks for; French when neither is named. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  for (const part of (acceptLanguage ?? '').slice(0, 200).split(',')) {
    const tag = part.trim().slice(0, 2).toLowerCase();
    if (tag === 'fr' || tag === 'en') return tag;
  }
  return 'fr';
}
