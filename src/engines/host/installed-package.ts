import type { InputProblem } from '#engines/result.ts';

export interface InstalledPackage {
  readonly manager: 'dpkg' | 'rpm' | 'apk';
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  /** Source package, by which distributions publish their advisories; the package itself when not said otherwise. */
  readonly source: string;
  readonly sourceVersion: string;
}

export const maxPackages = 200_000;
export const maxPackageProblems = 100;

/** Names, versions and architectures of all three managers: printable, without space. */
const token = /^[!-~]{1,255}$/;

export function isToken(text: string | undefined): text is string {
  return text !== undefined && token.test(text);
}

export function brokenPackage(line: number, what: string): InputProblem {
  const shown = what.slice(0, 80);
  return {
    code: 'host.package-broken',
    line,
    message: {
      fr: `Ligne ${line} : paquet illisible (${shown}), il est passé. Vérifiez la base des paquets de cet hôte.`,
      en: `Line ${line}: unreadable package (${shown}), passed over. Check the package database of this host.`,
    },
  };
}

export function tooManyPackages(): InputProblem {
  return {
    code: 'host.packages-too-many',
    message: {
      fr: `Plus de ${maxPackages} paquets : la suite n’est pas lue.`,
      en: `More than ${maxPackages} packages: the rest is not read.`,
    },
  };
}
