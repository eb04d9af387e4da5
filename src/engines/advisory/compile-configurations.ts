import type { CpeConfiguration } from '#engines/cpe/nvd-configuration.ts';
import type { InputProblem, Result } from '#engines/result.ts';
import type { Scheme } from '#engines/version/schemes.ts';
import { trust } from './advisory.ts';
import type { AdvisoryRule, RuleCondition, RuleFlag } from './advisory.ts';
import type { Span } from './affected-types.ts';
import { cellsOf, createFreeCells } from './cells.ts';
import type { Cells } from './cells.ts';
import { mergeCells } from './compile-stretches.ts';
import type { Said } from './compile-stretches.ts';
import { createConditions } from './configuration-condition.ts';
import type { KnownCondition } from './configuration-condition.ts';
import { schemeOfCpe, spanOfCriterion, withoutUpdate } from './criterion-span.ts';
import { isLogical, ruleNameOf } from './names-of-product.ts';
import type { RuleName } from './names-of-product.ts';
import { paintSpans } from './paint-product.ts';
import { recordProblem } from './record-fields.ts';
import { withWholeEditions } from './whole-editions.ts';

export interface ConfigurationsFrom {
  readonly configurations: readonly CpeConfiguration[];
  /** One of `trust`. */
  readonly trust: number;
  /** JSON pointer of the list of configurations in the raw record. */
  readonly pointer: string;
  /** The list is whole: a version of a product in it that no criterion holds is not affected. */
  readonly isWhole: boolean;
}

/** Cells of versions times variants of one name: the work of compiling it. */
const maxWork = 2_000_000;

/** What criteria say of one name: those of one part, platform and condition are cut together. */
interface NameGroup {
  readonly name: RuleName;
  readonly scheme: Scheme;
  readonly variants: Map<string, { name: RuleName; condition: RuleCondition | null; spans: CriterionRule[] }>;
}

type CriterionRule = Omit<Span, 'flags'> & { readonly flags: readonly RuleFlag[] };

/**
 * Configurations of NVD as rules: what `evaluateConfigurations` calls vulnerable, per name, part, platform and
 * condition; the criteria that are not vulnerable themselves are the condition.
 */
export function compileConfigurations(from: ConfigurationsFrom): Result<readonly AdvisoryRule[]> {
  const groups = new Map<string, NameGroup>();
  const conditions = createConditions();
  const problems: InputProblem[] = [];
  for (const configuration of withWholeEditions(from.configurations)) {
    if (configuration.negate) continue; // never seen in the data, and “everything but” names no product
    for (const [at, node] of configuration.nodes.entries()) {
      if (node.negate) continue;
      for (const [index, criterion] of node.criteria.entries()) {
        if (!criterion.vulnerable) continue;
        const name = ruleNameOf(criterion.name);
        const pointer = from.pointer + criterion.pointer;
        if (name === null) problems.push(noSingleName(pointer));
        else addCriterion(groups, name, conditions(configuration, at, index), { ...criterion, pointer });
      }
    }
  }
  const rules = [...groups.values()].flatMap((group) => {
    const own = rulesOfGroup(group, from);
    if (own === null) problems.push(tooMuch(from.pointer));
    return own ?? [inDoubt(group, from.pointer)];
  });
  return { value: rules, problems: problems.slice(0, 20) };
}

type Criterion = CpeConfiguration['nodes'][number]['criteria'][number];

const narrowing = ['edition', 'language', 'sw_edition', 'target_hw', 'other'] as const;

/** True when the criterion is narrower than its rule can tell: inventories do not tell editions either. */
function isNarrower({ name }: Criterion): boolean {
  return narrowing.some((attribute) => !isLogical(name[attribute]));
}

function addCriterion(
  groups: Map<string, NameGroup>,
  name: RuleName,
  { condition, key: conditionKey }: KnownCondition,
  criterion: Criterion,
): void {
  const scheme = schemeOfCpe(criterion.name);
  const key = `${scheme} ${name.name}`;
  let group = groups.get(key);
  if (group === undefined) groups.set(key, (group = { name, scheme, variants: new Map() }));
  const narrow = JSON.stringify([name.part, name.target, conditionKey]);
  let variant = group.variants.get(narrow);
  if (variant === undefined) group.variants.set(narrow, (variant = { name, condition, spans: [] }));
  variant.spans.push(...spansOf(scheme, criterion, isNarrower(criterion)));
}

function spansOf(scheme: Scheme, criterion: Criterion, isDoubted: boolean): readonly CriterionRule[] {
  const { kind, flags, ...rest } = spanOfCriterion(scheme, criterion);
  const { pointer } = criterion;
  const doubt = { status: 'unknown', rank: 'doubt', fixedIn: null, pointer } as const;
  const plain = withoutUpdate(scheme, criterion.name);
  const doubts: readonly CriterionRule[] =
    plain === null ? [] : [{ ...doubt, low: plain, high: plain, flags: ['version-unknown'] }];
  if (isDoubted) return [{ ...rest, ...doubt, flags: [...flags, 'target-unknown'] }, ...doubts];
  if (kind === 'untold') return [{ ...rest, ...doubt, flags }, ...doubts];
  return [{ ...rest, status: 'affected', rank: kind, flags, pointer }, ...doubts];
}

function rulesOfGroup(group: NameGroup, from: ConfigurationsFrom): readonly AdvisoryRule[] | null {
  const variants = [...group.variants.values()];
  const cells = cellsOf(variants.flatMap(({ spans }) => spans));
  if (cells.count * variants.length > maxWork) return null;
  const isSaid = new Uint8Array(cells.count);
  const rules: AdvisoryRule[] = [];
  for (const { name, condition, spans } of variants) {
    const said: (Said | null)[] = Array.from({ length: cells.count }, () => null);
    paintSpans(spans, cells, createFreeCells(cells.count), (span) => {
      const own = saidOf(span, from.trust);
      return (cell) => {
        said[cell] = own;
        isSaid[cell] = 1;
      };
    });
    for (const stretch of mergeCells(cells, said))
      rules.push({ ...name, scheme: group.scheme, condition, ...stretch });
  }
  if (from.isWhole)
    for (const stretch of mergeCells(cells, restOf(cells, isSaid, from)))
      rules.push({
        ...group.name,
        part: null,
        target: null,
        scheme: group.scheme,
        condition: null,
        ...stretch,
      });
  return rules;
}

function saidOf({ status, fixedIn, pointer, flags, rank }: CriterionRule, own: number): Said {
  const known = status === 'unknown' ? trust.doubt : own;
  return { status, fixedIn: fixedIn?.slice(0, 200) ?? null, trust: known, pointer, flags, rank };
}

/** What no criterion of the name holds. */
function restOf(
  { count }: Cells,
  isSaid: Uint8Array,
  { trust: own, pointer }: ConfigurationsFrom,
): readonly (Said | null)[] {
  const rest: Said = {
    status: 'unaffected',
    fixedIn: null,
    trust: own,
    pointer,
    flags: ['not-listed'],
    rank: 'default',
  };
  return Array.from({ length: count }, (_, cell) => (isSaid[cell] === 1 ? null : rest));
}

/** A name of which too much is said to be compiled is in doubt as a whole: never silent. */
function inDoubt({ name, scheme }: NameGroup, pointer: string): AdvisoryRule {
  const doubt = { status: 'unknown', low: null, high: null, fixedIn: null, trust: trust.doubt } as const;
  return {
    ...name,
    part: null,
    target: null,
    scheme,
    condition: null,
    ...doubt,
    pointer,
    flags: ['product-only'],
  };
}

function tooMuch(path: string): InputProblem {
  return recordProblem('nvd.too-much', path, {
    fr: 'Ces configurations en disent plus d’un produit qu’il n’est possible de retenir : toutes ses versions sont à confirmer.',
    en: 'These configurations say more of a product than can be held: all its versions are to be confirmed.',
  });
}

function noSingleName(path: string): InputProblem {
  return recordProblem('nvd.no-single-name', path, {
    fr: 'Ce critère ne nomme pas un seul produit (joker, ou nom absent) : il n’est pas comparé aux inventaires.',
    en: 'This criterion does not name a single product (wildcard, or no name): it is not compared with inventories.',
  });
}
