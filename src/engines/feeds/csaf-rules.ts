import type { AdvisoryRule, RuleCondition, RuleFlag } from '#engines/advisory/advisory.ts';
import type { SpanEnd } from '#engines/advisory/affected-types.ts';
import { spansOfFixes } from '#engines/advisory/read-spans.ts';
import { endAt, readHigh, readLow, versionPart } from '#engines/advisory/span-ends.ts';
import type { JsonValue } from '#engines/json-value.ts';
import type { InputProblem } from '#engines/result.ts';
import type { Scheme } from '#engines/version/schemes.ts';
import type { CsafName, CsafProduct } from './csaf-products.ts';
import type { CsafVersion } from './csaf-version-text.ts';
import { leftOut, objectOf, textsOf } from './fields.ts';
import { rulesOf, weight } from './stretches.ts';
import type { Stretch } from './stretches.ts';

/** Lists of `product_status` (CSAF 2.0 §3.2.3.9) and what each says; `recommended` says nothing of being affected. */
const statuses = {
  first_affected: 'affected',
  known_affected: 'affected',
  last_affected: 'affected',
  first_fixed: 'unaffected',
  fixed: 'unaffected',
  known_not_affected: 'unaffected',
  under_investigation: 'unknown',
} as const;

type Listed = keyof typeof statuses;

/** What is said of one name under one condition. */
interface Group {
  readonly name: CsafName;
  readonly condition: RuleCondition | null;
  readonly said: Said[];
}

interface Said {
  readonly list: Listed;
  readonly version: CsafVersion;
  readonly pointer: string;
  /** The version that its remedy names, as text. */
  readonly remedy: string | null;
}

const maxRules = 20_000;

/** The rules of one vulnerability. `remedies` gives the version that a vendor fix names, by product. */
export function csafRules(
  vulnerability: JsonValue,
  pointer: string,
  products: ReadonlyMap<string, CsafProduct>,
  remedies: ReadonlyMap<string, string>,
  trust: number,
  problems: InputProblem[],
): readonly AdvisoryRule[] {
  const groups = new Map<string, Group>();
  for (const list of Object.keys(statuses) as Listed[])
    for (const [index, id] of textsOf(objectOf(vulnerability, 'product_status'), list).entries()) {
      const product = products.get(id);
      const place = `${pointer}/product_status/${list}/${index}`;
      if (product === undefined || product.names.length === 0) {
        problems.push(product === undefined ? unknownProduct(id, place) : namelessProduct(product, place));
        continue;
      }
      const said = {
        list,
        version: product.version,
        pointer: product.pointer,
        remedy: remedies.get(id) ?? null,
      };
      for (const name of product.names) addTo(groups, name, product.condition, said);
    }
  return [...groups.values()]
    .flatMap(({ name, condition, said }) => rulesOf({ ...name, condition, trust }, stretchesOf(name, said)))
    .slice(0, maxRules);
}

function addTo(
  groups: Map<string, Group>,
  name: CsafName,
  condition: RuleCondition | null,
  said: Said,
): void {
  const key = JSON.stringify([name.namespace, name.name, name.part, name.target, condition]);
  const group = groups.get(key);
  if (group === undefined) groups.set(key, { name, condition, said: [said] });
  else group.said.push(said);
}

function unknownProduct(id: string, pointer: string): InputProblem {
  const shown = id.slice(0, 80);
  return leftOut(pointer, {
    fr: `le produit « ${shown} » n’est pas dans l’arbre des produits.`,
    en: `product “${shown}” is not in the product tree.`,
  });
}

function namelessProduct({ title }: CsafProduct, pointer: string): InputProblem {
  const shown = title.slice(0, 80);
  return leftOut(pointer, {
    fr: `le produit « ${shown} » n’a ni éditeur et nom, ni CPE, ni purl.`,
    en: `product “${shown}” has neither vendor and name, nor CPE, nor purl.`,
  });
}

function stretchesOf({ scheme, namespace }: CsafName, said: readonly Said[]): readonly Stretch[] {
  const stretches = said.flatMap((one) => own(scheme, one, said));
  const fixes = fixesOf(scheme, said);
  const isWide = ({ status, low, high }: Stretch): boolean =>
    status === 'affected' && low === null && high === null;
  const wide = stretches.find(isWide);
  const isPackage = namespace.includes(':');
  const affected = stretches.filter(({ status }) => status === 'affected');
  const from = wide ?? (isPackage && affected.length === 0 ? stretches[0] : undefined);
  // Everything, and a fix beside it: everything below the fix.
  const belowFixes =
    from === undefined || fixes.length === 0 ? [] : affectedBelow(scheme, fixes, from.pointer);
  const kept = belowFixes.length === 0 ? stretches : stretches.filter((one) => !isWide(one));
  const all = [...kept, ...belowFixes];
  return [...all, ...afterTheFix(all, fixes)].map((one) => ({
    ...one,
    fixedIn: one.fixedIn ?? fixFor(one, fixes),
  }));
}

function affectedBelow(scheme: Scheme, fixes: readonly SpanEnd[], pointer: string): readonly Stretch[] {
  const ends = fixes.map((fix) => ({ ...fix, inclusive: false }));
  const flags = ends.length > 1 ? (['fixes-per-branch'] as const) : [];
  return spansOfFixes(scheme, { status: 'affected', pointer }, null, ends, flags).map((span) => ({
    ...span,
    weight: weight.wide,
  }));
}

/** Versions that `fixed` and `first_fixed` name. */
function fixesOf(scheme: Scheme, said: readonly Said[]): readonly SpanEnd[] {
  return said.flatMap(({ list, version: { says, isConditional } }) =>
    (list === 'fixed' || list === 'first_fixed') && says.kind === 'versions' && !isConditional
      ? says.versions.filter((one) => /\d/.test(one)).map((one) => endAt(scheme, partOf(scheme, one), true))
      : [],
  );
}

/** Versions of packages are whole; those of products may have a title before them. */
function partOf(scheme: Scheme, version: string): string {
  return scheme === 'deb' || scheme === 'rpm' || scheme === 'apk' ? version : versionPart(version);
}

/** What comes after the highest end of all: nobody says so, but it holds the fix. */
function afterTheFix(stretches: readonly Stretch[], fixes: readonly SpanEnd[]): readonly Stretch[] {
  const affected = stretches.filter(({ status }) => status !== 'unaffected');
  if (affected.some(({ high }) => high === null) || affected.length === 0) return [];
  const ends = affected
    .filter(({ fixedIn, flags }) => fixedIn !== null && !flags.includes('branch'))
    .flatMap(({ high }) => high ?? []);
  const highest = [...fixes, ...ends].toSorted((a, b) => (a.key < b.key ? 1 : -1))[0];
  // An end that is itself affected tells no fix.
  if (highest === undefined || (highest.inclusive && !fixes.some(({ key }) => key === highest.key)))
    return [];
  const source = affected.find(({ high }) => high?.key === highest.key) ?? affected[0];
  return [
    {
      status: 'unaffected',
      low: { ...highest, inclusive: true },
      high: null,
      fixedIn: null,
      pointer: source?.pointer ?? '',
      flags: ['after-the-fix'],
      weight: weight.afterFix,
    },
  ];
}

/** The lowest fix above a stretch that names none. */
function fixFor({ status, high }: Stretch, fixes: readonly SpanEnd[]): string | null {
  if (status !== 'affected') return null;
  const above = fixes.filter(({ key }) => high === null || key >= high.key);
  return above.toSorted((a, b) => (a.key < b.key ? -1 : 1))[0]?.version ?? null;
}

/** The stretches that one product of a list says. */
function own(scheme: Scheme, one: Said, all: readonly Said[]): readonly Stretch[] {
  const { says, isConditional } = one.version;
  const status = isConditional && statuses[one.list] !== 'unknown' ? 'unknown' : statuses[one.list];
  const flags: readonly RuleFlag[] = isConditional ? ['condition-unknown'] : [];
  const base = { status, pointer: one.pointer, fixedIn: status === 'affected' ? one.remedy : null, flags };
  const wide = { ...base, low: null, high: null, weight: weight.wide };
  switch (says.kind) {
    case 'nothing':
      return [];
    case 'all':
      return [{ ...wide, flags: status === 'affected' ? ['version-any', ...flags] : flags }];
    case 'unread':
      // What is cleared in words that nobody can read clears nothing.
      return status === 'unaffected' ? [] : [{ ...wide, status: 'unknown', flags: ['word-bound', ...flags] }];
    case 'versions':
      return says.versions.flatMap((version) => ofVersion(scheme, version, one.list, base, all));
    case 'ranges': {
      const last = says.ranges.length - 1;
      return says.ranges.flatMap(({ low, high }, at) => {
        const ends = at === last && high !== null ? [high.version, ...says.others] : [high?.version ?? null];
        return ofRange(scheme, low, ends, high?.inclusive ?? true, base);
      });
    }
  }
}

type Base = Pick<Stretch, 'status' | 'pointer' | 'fixedIn' | 'flags'>;

function ofVersion(
  scheme: Scheme,
  version: string,
  list: Listed,
  base: Base,
  all: readonly Said[],
): readonly Stretch[] {
  const bound = readHigh(scheme, version, true);
  if (bound.kind === 'end' && bound.isBranch && scheme !== 'rpm' && scheme !== 'deb') {
    const low = readLow(scheme, version);
    const from = low.kind === 'end' ? low.end : null;
    return [{ ...base, low: from, high: bound.end, flags: ['branch', ...base.flags], weight: weight.wide }];
  }
  const end = endAt(scheme, partOf(scheme, version.trim()), true);
  // The last one of its line: those before it are affected too, from the first one on if it is told.
  const low = list === 'last_affected' && countOf(all, list) === 1 ? firstOf(scheme, all) : end;
  return [{ ...base, low, high: end, weight: low === end ? weight.version : weight.range }];
}

function countOf(all: readonly Said[], list: Listed): number {
  return all.filter((one) => one.list === list).length;
}

function firstOf(scheme: Scheme, all: readonly Said[]): SpanEnd | null {
  const says = all.find(({ list }) => list === 'first_affected')?.version.says;
  const version = says?.kind === 'versions' ? says.versions[0] : undefined;
  return version === undefined ? null : endAt(scheme, partOf(scheme, version), true);
}

function ofRange(
  scheme: Scheme,
  low: { version: string; inclusive: boolean } | null,
  highs: readonly (string | null)[],
  inclusive: boolean,
  base: Base,
): readonly Stretch[] {
  const lower = low === null ? null : readLow(scheme, low.version);
  const from = lower?.kind === 'end' ? { ...lower.end, inclusive: low?.inclusive ?? true } : null;
  const bounds = highs.filter((high) => high !== null).map((high) => readEnd(scheme, high, inclusive));
  if (bounds.includes(null))
    return [
      {
        ...base,
        status: 'unknown',
        low: from,
        high: null,
        flags: ['word-bound', ...base.flags],
        weight: weight.wide,
      },
    ];
  const ends = bounds.filter((bound) => bound !== null).map(({ end }) => end);
  const isBranch = bounds.some((bound) => bound?.isBranch === true);
  if (ends.length > 1) {
    const spans = spansOfFixes(scheme, { status: base.status, pointer: base.pointer }, from, ends, [
      'several-bounds',
    ]);
    return spans.map((span) => ({
      ...base,
      ...span,
      flags: [...span.flags, ...base.flags],
      weight: weight.range,
    }));
  }
  const [end = null] = ends;
  const isFix = base.status === 'affected' && end !== null && !end.inclusive && !isBranch;
  const fixedIn = isFix ? end.version : base.fixedIn;
  const flags: readonly RuleFlag[] = isBranch ? ['branch', ...base.flags] : base.flags;
  const isInverted = from !== null && end !== null && from.key > end.key;
  if (isInverted)
    return [
      {
        ...base,
        status: 'unknown',
        low: null,
        high: null,
        flags: ['contradictory', ...base.flags],
        weight: weight.wide,
      },
    ];
  return [{ ...base, low: from, high: end, fixedIn, flags, weight: weight.range }];
}

/** An upper end; letters alone are editions in alphabetical order. */
function readEnd(
  scheme: Scheme,
  text: string,
  inclusive: boolean,
): { readonly end: SpanEnd; readonly isBranch: boolean } | null {
  if (/^[A-Z]{1,2}$/.test(text)) return { end: endAt(scheme, text, inclusive), isBranch: false };
  const bound = readHigh(scheme, text, inclusive);
  return bound.kind === 'end' ? bound : null;
}
