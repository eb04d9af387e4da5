import { z } from 'zod';
import type { Schema } from './contract.ts';
import { issueWords } from './issue-words.ts';
import type { FieldProblem } from './problems.ts';

const french = z.locales.fr().localeError;
const english = z.locales.en().localeError;

/** Parses one part of a request; what is wrong comes back by field, in both languages. */
export function validate(
  part: 'params' | 'query' | 'body',
  schema: Schema | undefined,
  input: unknown,
): { value: unknown; fields: readonly FieldProblem[] } {
  if (schema === undefined) return { value: undefined, fields: [] };
  const parsed = z.safeParse(schema, input, { error: french, reportInput: true });
  if (parsed.success) return { value: parsed.data, fields: [] };
  const inEnglish = z.safeParse(schema, input, { error: english });
  const issues = inEnglish.success ? parsed.error.issues : inEnglish.error.issues;
  return {
    value: undefined,
    fields: parsed.error.issues.slice(0, 100).map((issue, index) => ({
      field: [part, ...fieldPath(issue)].join('.'),
      message: issueWords(issue) ?? { fr: issue.message, en: issues[index]?.message ?? issue.message },
    })),
  };
}

function fieldPath(issue: z.core.$ZodIssue): string[] {
  const path = issue.path.map(String);
  // A key that should not be there is named itself, not the object that holds it.
  if (issue.code === 'unrecognized_keys') return [...path, issue.keys[0] ?? ''];
  return path;
}
