import { orderOf, refused } from '#engines/version/compare-versions.ts';
import { schemeOfProduct } from '#engines/version/scheme-of-product.ts';
import type { Scheme } from '#engines/version/schemes.ts';
import { compareValues } from './compare-cpe.ts';
import { any, notApplicable, plainValue } from './cpe.ts';
import type { Cpe, CpeAttribute } from './cpe.ts';
import { targetPlatform } from './target-platform.ts';

/** A match criterion as NVD writes it: a name, and bounds on the version when the name leaves it open. */
export interface CpeCriterion {
  readonly name: Cpe;
  readonly startIncluding?: string;
  readonly startExcluding?: string;
  readonly endIncluding?: string;
  readonly endExcluding?: string;
}

/** `maybe`: nothing speaks against it, but what would decide is not known or not said. */
export interface CriterionMatch {
  readonly matches: 'yes' | 'maybe' | 'no';
  /** What was weak: `version-any`, `version-na`, `version-unknown`, `target-unknown`. */
  readonly flags: readonly string[];
}

const no: CriterionMatch = { matches: 'no', flags: [] };

/** Whether a criterion speaks of an installed product, whose name says ANY where nothing is known of it. */
export function matchCriterion(criterion: CpeCriterion, installed: Cpe): CriterionMatch {
  const { name } = criterion;
  for (const attribute of ['part', 'vendor', 'product'] as const)
    if (!['equal', 'superset'].includes(compareValues(name[attribute], installed[attribute]))) return no;
  const version = matchVersion(criterion, installed);
  if (version.matches === 'no') return no;
  const flags = [...version.flags];
  for (const attribute of narrowing) {
    const [asked, known] = [narrowed(name, attribute), narrowed(installed, attribute)];
    const relation = compareValues(asked, known);
    if (relation === 'disjoint' && !saysNothing(asked, known)) return no;
    if (relation === 'subset') flags.push('target-unknown');
  }
  return {
    matches: flags.includes('target-unknown') ? 'maybe' : version.matches,
    flags: [...new Set(flags)],
  };
}

/** Attributes by which one product is told from another of the same name, as a WordPress plugin. */
const narrowing: readonly CpeAttribute[] = [
  'edition',
  'language',
  'sw_edition',
  'target_sw',
  'target_hw',
  'other',
];

/** A language as the target narrows nothing. */
function narrowed(cpe: Cpe, attribute: CpeAttribute): string {
  const value = cpe[attribute];
  return attribute === 'target_sw' && value !== notApplicable && targetPlatform(cpe) === null ? any : value;
}

/** NVD uses NA as “the plain one”: it does not contradict a name that was never so precise. */
function saysNothing(criterion: string, installed: string): boolean {
  return criterion === notApplicable && installed === any;
}

function matchVersion(criterion: CpeCriterion, installed: Cpe): CriterionMatch {
  const { name } = criterion;
  const isBounded = boundsOf(criterion).length > 0;
  if (name.version === any && !isBounded) return { matches: 'yes', flags: ['version-any'] };
  if (name.version === notApplicable)
    return installed.version === notApplicable || installed.version === any
      ? { matches: 'yes', flags: ['version-na'] }
      : { matches: 'maybe', flags: ['version-na'] };
  if (installed.version === any || installed.version === notApplicable)
    return { matches: 'maybe', flags: ['version-unknown'] };
  const scheme = schemeOfProduct({
    vendor: plainValue(name.vendor),
    product: plainValue(name.product),
    samples: [],
  });
  if (isBounded) return isWithin(criterion, scheme, versionText(installed)) ? yes : no;
  return matchNamed(name, installed, scheme);
}

const yes: CriterionMatch = { matches: 'yes', flags: [] };

/** A criterion that names its version, and perhaps its update. */
function matchNamed(name: Cpe, installed: Cpe, scheme: Scheme): CriterionMatch {
  const isPattern = /[?*]/.test(name.version.replaceAll(/\\./gs, ''));
  if (isPattern) return compareValues(name.version, installed.version) === 'superset' ? yes : no;
  if (name.update === any || name.update === notApplicable) {
    if (!isSame(scheme, plainValue(name.version), plainValue(installed.version))) return no;
    const isUpdated = installed.update !== any && installed.update !== notApplicable;
    return name.update === notApplicable && isUpdated ? no : yes;
  }
  if (isSame(scheme, versionText(name), versionText(installed))) return yes;
  const isUpdateUnknown =
    installed.update === any && isSame(scheme, plainValue(name.version), versionText(installed));
  return isUpdateUnknown ? { matches: 'maybe', flags: ['version-unknown'] } : no;
}

function isSame(scheme: Scheme, a: string, b: string): boolean {
  return a === b || (refused(a, '') === null && refused(b, '') === null && orderOf(scheme, a, b) === 0);
}

type Bound = readonly [bound: string, fits: (order: number) => boolean];

function boundsOf({
  startIncluding,
  startExcluding,
  endIncluding,
  endExcluding,
}: CpeCriterion): readonly Bound[] {
  const bounds: readonly (readonly [string | undefined, Bound[1]])[] = [
    [startIncluding, (order) => order >= 0],
    [startExcluding, (order) => order > 0],
    [endIncluding, (order) => order <= 0],
    [endExcluding, (order) => order < 0],
  ];
  return bounds.flatMap(([bound, fits]) =>
    bound === undefined || refused(bound, '') !== null ? [] : [[bound, fits] as const],
  );
}

function isWithin(criterion: CpeCriterion, scheme: Scheme, version: string): boolean {
  if (refused(version, '') !== null) return false;
  return boundsOf(criterion).every(([bound, fits]) => fits(orderOf(scheme, version, plainValue(bound))));
}

/** Version and update as one text: `12.3` and `r12-s15` are `12.3-r12-s15`, `10.2.9` and `h1` are `10.2.9-h1`. */
export function versionText({ version, update }: Cpe): string {
  const own = plainValue(version);
  return update === any || update === notApplicable ? own : `${own}-${plainValue(update)}`;
}
