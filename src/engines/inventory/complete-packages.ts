import type { InputProblem, Result } from '#engines/result.ts';
import { distributionOfPackages, managerOf, readDistribution } from './distribution.ts';
import type { InventoryHint } from './inventory-format.ts';
import type { Software } from './software.ts';

const packageTypes = new Set(['deb', 'rpm', 'apk']);

/**
 * Gives packages that name no distribution the one that the list bears witness of, else the one the reader was told.
 * Without any, no advisory of a distribution can be held against them: that is said once.
 */
export function completePackages(
  { value, problems }: Result<readonly Software[]>,
  hint: InventoryHint,
): Result<readonly Software[]> {
  const bare = value.filter((one) => packageTypes.has(one.ecosystem) && one.distribution === '');
  if (bare.length === 0) return { value, problems };
  const distribution = distributionOfPackages(bare) || readDistribution(hint.distribution ?? '');
  if (distribution === '') return { value, problems: [...problems, unknownDistribution(bare.length)] };
  const manager = managerOf(distribution);
  return {
    value: value.map((one) =>
      packageTypes.has(one.ecosystem) &&
      one.distribution === '' &&
      (manager === null || manager === one.ecosystem)
        ? { ...one, distribution }
        : one,
    ),
    problems,
  };
}

function unknownDistribution(count: number): InputProblem {
  return {
    code: 'inventory.distribution-unknown',
    message: {
      fr: `${count} paquets sans distribution connue : leurs avis ne pourront pas être cherchés. Indiquez la distribution (par exemple debian-12).`,
      en: `${count} packages of no known distribution: their advisories cannot be looked up. Tell the distribution (for example debian-12).`,
    },
  };
}

/** Lists of binary packages that do not say from which source each was built: advisories name the source. */
export const noSourcePackage: InputProblem = {
  code: 'inventory.no-source-package',
  message: {
    fr: 'Cette liste ne dit pas le paquet source de chaque paquet, par lequel les avis sont publiés. Préférez le fichier /var/lib/dpkg/status, ou ajoutez la source à la commande.',
    en: 'This list does not say the source package of each package, by which advisories are published. Prefer the file /var/lib/dpkg/status, or add the source to the command.',
  },
};
