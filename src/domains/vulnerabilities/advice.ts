import type { Text } from '#engines/text.ts';
import type { VulnerableSoftware } from './vulnerable-software.ts';

/** What an advisory advises, in its own words. */
export interface Advice {
  readonly advisory: string;
  readonly advice: string | null;
}

const mostShown = 400;

/** Adds what the first of these advisories that gives some advice says, as far as it is about this software. */
export function withAdvice(
  remedy: Text | undefined,
  software: Pick<VulnerableSoftware, 'name' | 'version'>,
  advisories: readonly (Advice | undefined)[],
): Text {
  const own = remedy ?? { fr: '', en: '' };
  const from = advisories.find((one) => one !== undefined && (one.advice ?? '').trim() !== '');
  if (from === undefined) return own;
  const words = adviceFor(from.advice ?? '', software);
  return {
    fr: `${own.fr}\nSelon l’avis ${from.advisory} : « ${words} »`,
    en: `${own.en}\nAdvisory ${from.advisory} says: “${words}”`,
  };
}

/** Of an advice for several products and branches, the lines that name this one and its branch, where some do. */
export function adviceFor(
  advice: string,
  { name, version }: Pick<VulnerableSoftware, 'name' | 'version'>,
): string {
  const lines = advice
    .slice(0, 20_000)
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
  const branch = /^\d+\.\d+(?=\.)/.exec(version)?.[0] ?? null;
  const ofProduct = narrowed(lines, (line) => line.toLowerCase().includes(name.toLowerCase()));
  const ofBranch = narrowed(ofProduct, (line) => branch !== null && ` ${line}`.includes(` ${branch}.`));
  const words = ofBranch.join(' ');
  return words.length > mostShown ? `${words.slice(0, mostShown)}…` : words;
}

function narrowed(lines: readonly string[], keep: (line: string) => boolean): readonly string[] {
  const kept = lines.filter(keep);
  return kept.length === 0 ? lines : kept;
}
