import type { InputProblem, Result } from '#engines/result.ts';
import type { Scheme } from '#engines/version/schemes.ts';
import { trust } from './advisory.ts';
import type { AdvisoryRule } from './advisory.ts';
import type { AffectedProduct } from './affected-types.ts';
import { compileStretches } from './compile-stretches.ts';
import type { RuleStretch } from './compile-stretches.ts';
import { maxCpes, namesOfProduct } from './names-of-product.ts';
import type { RuleName } from './names-of-product.ts';
import { recordProblem } from './record-fields.ts';

/** A record beyond these says less than it holds, and says so. */
const maxRules = 60_000;
/** Cells of versions times entries of one name: the work of compiling it. */
const maxWork = 4_000_000;

/**
 * The products of a CVE record (`readAffected`) as rules: per name, scheme, part and target, stretches of versions that
 * do not meet, each with the verdict that `judgeProducts` gives to what lies in it. What nothing is said of has no rule.
 */
export function compileAffected(products: readonly AffectedProduct[]): Result<readonly AdvisoryRule[]> {
  const rules: AdvisoryRule[] = [];
  const problems = products
    .filter(({ cpes }) => cpes.length > maxCpes)
    .map(({ pointer }) => tooManyNames(pointer));
  const compiled = new Map<string, readonly RuleStretch[]>();
  for (const { name, scheme, members } of groupsOf(products)) {
    const together = members.map((at) => products[at]).filter((one) => one !== undefined);
    const key = `${scheme} ${members.join(' ')}`;
    let stretches = compiled.get(key);
    if (stretches === undefined) {
      const own = compileStretches(together, maxWork);
      if (own === null) problems.push(tooMuch(together[0]?.pointer ?? ''));
      compiled.set(key, (stretches = own ?? inDoubt(together)));
    }
    if (rules.length + stretches.length > maxRules) {
      problems.push(tooMuch(together[0]?.pointer ?? ''));
      stretches = inDoubt(together);
      if (rules.length >= 2 * maxRules) break;
    }
    for (const stretch of stretches) rules.push({ ...name, scheme, condition: null, ...stretch });
  }
  return {
    value: rules,
    problems: [...new Map(problems.map((one) => [one.path, one])).values()].slice(0, 20),
  };
}

/** Entries that are one product under one name; entries in two schemes cannot be cut together. */
interface Group {
  readonly name: RuleName;
  readonly scheme: Scheme;
  readonly members: readonly number[];
}

function groupsOf(products: readonly AffectedProduct[]): readonly Group[] {
  const byName = new Map<string, Map<string, { name: RuleName; members: Set<number> }>>();
  for (const [at, product] of products.entries())
    for (const name of namesOfProduct(product)) {
      const own = `${name.namespace} ${name.name}`;
      const narrow = `${name.part ?? ''} ${name.target ?? ''}`;
      let variants = byName.get(own);
      if (variants === undefined) byName.set(own, (variants = new Map()));
      const variant = variants.get(narrow);
      if (variant === undefined) variants.set(narrow, { name, members: new Set([at]) });
      else variant.members.add(at);
    }
  return [...byName.values()].flatMap((variants) =>
    foldPlain([...variants.values()]).flatMap(({ name, members }) => byScheme(products, name, members)),
  );
}

type Variant = { readonly name: RuleName; readonly members: ReadonlySet<number> };

/** Entries of one name of which some tell its part or its platform, and some do not: the part holds for all, the platform for none. */
function foldPlain(variants: readonly Variant[]): readonly Variant[] {
  const [first, second] = variants;
  if (variants.length !== 2 || first === undefined || second === undefined) return variants;
  const [a, b] = [first.name, second.name];
  const isOne = (x: string | null, y: string | null): boolean => x === null || y === null || x === y;
  if (!isOne(a.part, b.part) || !isOne(a.target, b.target)) return variants;
  const name = { ...a, part: a.part ?? b.part, target: a.target === b.target ? a.target : null };
  return [{ name, members: new Set([...first.members, ...second.members].toSorted((x, y) => x - y)) }];
}

function byScheme(
  products: readonly AffectedProduct[],
  name: RuleName,
  members: ReadonlySet<number>,
): readonly Group[] {
  const schemes = new Map<Scheme, number[]>();
  for (const at of members) {
    const product = products[at];
    if (product === undefined) continue;
    const scheme = schemeFor(name, product);
    const own = schemes.get(scheme);
    if (own === undefined) schemes.set(scheme, [at]);
    else own.push(at);
  }
  return [...schemes].map(([scheme, own]) => ({ name, scheme, members: own }));
}

/** An entry that names no version fits any scheme, and a release has one. */
function schemeFor({ namespace }: RuleName, { scheme, spans }: AffectedProduct): Scheme {
  return spans.length === 0 && namespace.startsWith('rpm:') ? 'rpm' : scheme;
}

/** A name of which too much is said to be compiled is in doubt as a whole: never silent. */
function inDoubt(products: readonly AffectedProduct[]): readonly RuleStretch[] {
  const pointer = products[0]?.pointer ?? '';
  return [
    {
      status: 'unknown',
      low: null,
      high: null,
      fixedIn: null,
      trust: trust.doubt,
      pointer,
      flags: ['product-only'],
    },
  ];
}

function tooMuch(path: string): InputProblem {
  return recordProblem('cve.too-much', path, {
    fr: 'Cet enregistrement dit plus de ce produit qu’il n’est possible de retenir : toutes ses versions sont à confirmer.',
    en: 'This record says more of this product than can be held: all its versions are to be confirmed.',
  });
}

function tooManyNames(pointer: string): InputProblem {
  return recordProblem('cve.too-many-names', `${pointer}/cpes`, {
    fr: `Cette entrée porte plus de ${maxCpes} noms CPE : les suivants ont été laissés de côté.`,
    en: `This entry holds more than ${maxCpes} CPE names: the rest were left out.`,
  });
}
