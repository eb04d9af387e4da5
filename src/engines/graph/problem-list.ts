import type { InputProblem } from '#engines/result.ts';

const LIMIT = 1000;

export interface ProblemList {
  readonly problems: InputProblem[];
  add(code: string, path: string, fr: string, en: string): void;
}

/** Collects what is wrong with a model; past 1,000 it only says that there is more. */
export function createProblemList(): ProblemList {
  const problems: InputProblem[] = [];
  return {
    problems,
    add(code, path, fr, en) {
      if (problems.length < LIMIT) problems.push({ code, path, message: { fr, en } });
      if (problems.length !== LIMIT) return;
      problems.push({
        code: 'impact-more-problems',
        message: {
          fr: `Plus de ${LIMIT} erreurs : les suivantes ne sont pas listées. Corrigez d’abord celles-ci.`,
          en: `More than ${LIMIT} errors: the next ones are not listed. Mend these first.`,
        },
      });
    },
  };
}

/** Quotes a foreign name in a message, cut to a length that stays readable. */
export function quote(name: unknown): string {
  const text =
    typeof name === 'string' ? name : ((JSON.stringify(name) as string | undefined) ?? typeof name);
  return `“${text.length > 80 ? `${text.slice(0, 80)}…` : text}”`;
}
