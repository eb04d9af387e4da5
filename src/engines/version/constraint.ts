import type { InputProblem, Result } from '#engines/result.ts';
import { intervalsOf } from './intervals.ts';
import { readRequirement } from './requirement.ts';
import type { Scheme } from './schemes.ts';

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export interface Comparator {
  readonly operator: Operator;
  readonly version: string;
}

/** Any of the groups, each group all of its comparators. An empty group is any version. */
export type Constraint = readonly (readonly Comparator[])[];

export const maxConstraintLength = 20_000;

/** Schemes whose ranges separate what must hold together by spaces alone. */
const spaced: readonly Scheme[] = ['npm', 'cargo', 'hex', 'golang', 'gem', 'semver'];

/**
 * Reads a constraint as packages and advisories write it: `> 1.0, < 2.0 || = 3`, `>=1.2 <2` (npm, gem), `~> 2.0.8`,
 * `^1.2`, `~1.2`, `1.2.x`, `1.0 - 2.0`, `[1.0,2.0)` (Maven, NuGet). Nothing at all, or `*`, is any version.
 */
export function parseConstraint(scheme: Scheme, text: string): Result<Constraint | null> {
  if (text.length > maxConstraintLength) return { value: null, problems: [tooLong()] };
  const groups: Comparator[][] = [];
  for (const alternative of alternativesOf(text)) {
    const intervals = intervalsOf(alternative);
    if (intervals !== null) {
      groups.push(...intervals);
      continue;
    }
    const group: Comparator[] = [];
    for (const requirement of requirementsOf(scheme, alternative)) {
      const comparators = readRequirement(scheme, requirement);
      if (comparators === null) return { value: null, problems: [unreadable(requirement)] };
      group.push(...comparators);
    }
    groups.push(group);
  }
  return { value: groups, problems: [] };
}

/** Alternatives stand between `||`; one left empty says nothing beside others. */
function alternativesOf(text: string): readonly string[] {
  const parts = text.split('||').map((part) => part.trim());
  const said = parts.filter((part) => part !== '');
  return said.length === 0 ? [''] : said;
}

const operatorAlone = /^(?:[<>=!~^]+)$/;

function requirementsOf(scheme: Scheme, alternative: string): readonly string[] {
  const hyphen = /^\s*(\S+)\s+-\s+(\S+)\s*$/.exec(alternative);
  if (hyphen !== null) return [`>=${hyphen[1] ?? ''}`, `<=${hyphen[2] ?? ''}`];
  const requirements: string[] = [];
  for (const part of alternative.split(',')) {
    let open = false;
    for (const word of part.trim().split(/\s+/)) {
      if (word === '') continue;
      const last = requirements.length - 1;
      // A version may hold spaces (7.4.3 build2573), and an operator may stand apart from its version.
      const continues = open && (operatorAlone.test(requirements[last] ?? '') || !startsOne(scheme, word));
      if (continues) requirements[last] += operatorAlone.test(requirements[last] ?? '') ? word : ` ${word}`;
      else requirements.push(word);
      open = true;
    }
  }
  return requirements;
}

function startsOne(scheme: Scheme, word: string): boolean {
  return /^[<>=!~^]/.test(word) || (spaced.includes(scheme) && /^["'v]?\d/.test(word));
}

function tooLong(): InputProblem {
  return {
    code: 'version.constraint-too-long',
    path: 'constraint',
    message: {
      fr: `Cette contrainte dépasse ${maxConstraintLength} caractères : elle n’est pas lue. Découpez-la.`,
      en: `This constraint is longer than ${maxConstraintLength} characters: it is not read. Split it.`,
    },
  };
}

function unreadable(requirement: string): InputProblem {
  const shown = requirement.slice(0, 80);
  return {
    code: 'version.constraint-unreadable',
    path: 'constraint',
    message: {
      fr: `« ${shown} » n’est pas une contrainte de version. Écrivez un opérateur (=, !=, <, <=, >, >=) puis une version.`,
      en: `“${shown}” is not a version constraint. Write an operator (=, !=, <, <=, >, >=), then a version.`,
    },
  };
}
