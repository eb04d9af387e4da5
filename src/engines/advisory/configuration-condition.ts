import type { CpeConfiguration } from '#engines/cpe/nvd-configuration.ts';
import type { RuleCondition, RuleConditionMember } from './advisory.ts';
import { ruleEnd } from './cells.ts';
import { schemeOfCpe, spanOfCriterion } from './criterion-span.ts';
import { ruleNameOf } from './names-of-product.ts';

type Node = CpeConfiguration['nodes'][number];

/** What is kept of a condition; a group cut short is only met less easily. */
const maxGroups = 50;
const maxMembers = 200;

const known = new WeakMap<Node, RuleCondition['groups']>();

/**
 * What must be seen beside a criterion: a group of each other node of its configuration, when all nodes must hold, and
 * of each other criterion of its node, when all of it must.
 */
export function conditionOf(
  { every, nodes }: CpeConfiguration,
  at: number,
  index: number,
): RuleCondition | null {
  const others = every ? nodes.filter((_, other) => other !== at).flatMap((node) => groupsOfNode(node)) : [];
  const node = nodes[at];
  const own = node?.every === true ? groupsOfNode(node).filter((_, other) => other !== index) : [];
  const groups = [...others, ...own].slice(0, maxGroups);
  return groups.length === 0 ? null : { groups };
}

/** A node that says “none of these” is a group without a member: nobody can see it, so it is to be confirmed. */
function groupsOfNode(node: Node): RuleCondition['groups'] {
  let groups = known.get(node);
  if (groups === undefined) {
    groups = node.negate
      ? [[]]
      : node.every
        ? node.criteria.map((one) => membersOf([one]))
        : [membersOf(node.criteria)];
    known.set(node, groups);
  }
  return groups;
}

function membersOf(criteria: Node['criteria']): readonly RuleConditionMember[] {
  return criteria.slice(0, maxMembers).flatMap((criterion) => {
    const name = ruleNameOf(criterion.name);
    if (name === null) return [];
    const { low, high } = spanOfCriterion(schemeOfCpe(criterion.name), criterion);
    return [
      {
        name: name.name,
        low: low === null ? null : ruleEnd(low, low.inclusive),
        high: high === null ? null : ruleEnd(high, high.inclusive),
      },
    ];
  });
}
