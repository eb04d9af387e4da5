import type { InputProblem, Place, Result } from '#engines/result.ts';
import { maxSoftware } from './inventory-format.ts';
import type { Software } from './software.ts';
import { softwareLimits, tidySoftware } from './tidy-software.ts';

/** Gathers what a reader finds, once each, within bounds, and what it had to leave. */
export interface SoftwareCollector {
  readonly add: (one: Software, place: Place) => void;
  readonly refuse: (problem: InputProblem) => void;
  /** True once no more is taken: a reader may stop. */
  readonly isFull: () => boolean;
  readonly result: () => Result<readonly Software[]>;
}

const maxProblems = 100;

export function createSoftwareCollector(): SoftwareCollector {
  const found = new Map<string, Software>();
  const problems: InputProblem[] = [];
  let left = 0;
  let full = false;
  const refuse = (problem: InputProblem): void => {
    if (problems.length < maxProblems) problems.push(problem);
    else left++;
  };
  return {
    refuse,
    isFull: () => full,
    add: (given, place) => {
      if (full) return;
      const one = tidySoftware(given);
      if (one.name === '') return refuse({ code: 'inventory.no-name', ...place, message: noName });
      if (given.name.length > softwareLimits.name || given.version.length > softwareLimits.version)
        return refuse({ code: 'inventory.too-long', ...place, message: tooLong });
      const key = keyOf(one);
      if (!found.has(key) && found.size >= maxSoftware) {
        full = true;
        refuse({ code: 'inventory.too-many', ...place, message: tooMany });
      } else found.set(key, one);
    },
    result: () => ({
      value: [...found.values()],
      problems: left === 0 ? problems : [...problems, { code: 'inventory.more', message: more(left) }],
    }),
  };
}

function keyOf(one: Software): string {
  const { ecosystem, distribution, vendor, name, version, architecture, sourceName, sourceVersion } = one;
  const fields = [ecosystem, distribution, vendor, name, version, architecture, sourceName, sourceVersion];
  const qualifiers = Object.entries(one.qualifiers).flat();
  return [...fields, one.purl, one.cpe, one.path, ...qualifiers].join('\n');
}

const noName = {
  fr: 'Ce logiciel n’a pas de nom : il est laissé de côté. Donnez-lui un nom dans le fichier.',
  en: 'This software has no name: it is left aside. Give it a name in the file.',
};
const tooLong = {
  fr: 'Le nom ou la version de ce logiciel est trop long (300 et 1 024 caractères au plus) : il est laissé de côté.',
  en: 'The name or the version of this software is too long (300 and 1,024 characters at most): it is left aside.',
};
const tooMany = {
  fr: `Plus de ${maxSoftware} logiciels : la suite n’est pas lue. Découpez le fichier par machine.`,
  en: `More than ${maxSoftware} pieces of software: the rest is not read. Split the file by machine.`,
};

function more(count: number) {
  return {
    fr: `Et ${count} autres du même ordre, qui ne sont pas listés.`,
    en: `And ${count} more of the kind, not listed.`,
  };
}
