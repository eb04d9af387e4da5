import type { CpeConfiguration } from '#engines/cpe/nvd-configuration.ts';
import type { RuleCondition, RuleConditionMember } from './advisory.ts';
import { ruleEnd } from './cells.ts';
import { schemeOfCpe, spanOfCriterion } from './criterion-span.ts';
import { ruleNameOf } from './names-of-product.ts';

type Node = CpeConfiguration['nodes'][number];

/** What is kept of a condition; a group cut short is only met less easily. */
const maxGroups = 20;
const maxMembers = 200;
/** Of all conditions of a record together; beyond it a condition is one that nobody can see. */
const maxMembersKept = 100_000;

export interface KnownCondition {
  readonly condition: RuleCondition | null;
  /** Conditions that say the same have one. */
  readonly key: number;
}

/**
 * Tells what must be seen beside a criterion: a group of each other node of its configuration, when all nodes must hold,
 * and of each other criterion of its node, when all of it must.
 */
export function createConditions(): (
  configuration: CpeConfiguration,
  at: number,
  index: number,
) => KnownCondition {
  const byNode = new Map<Node, KnownCondition>();
  const keys = new Map<string, number>();
  const groupsOf = rememberGroups();
  let left = maxMembersKept;
  return (configuration, at, index) => {
    const node = configuration.nodes[at];
    const isOfNode = node !== undefined && !node.every;
    let known = isOfNode ? byNode.get(node) : undefined;
    if (known === undefined) {
      const condition = conditionOf(configuration, at, index, groupsOf);
      const text = JSON.stringify(condition);
      const key = keys.get(text) ?? keys.size;
      keys.set(text, key);
      known = { condition, key };
      if (isOfNode) byNode.set(node, known);
    }
    for (const group of known.condition?.groups ?? []) left -= group.length;
    return left < 0 && known.condition !== null ? unseen : known;
  };
}

const unseen: KnownCondition = { condition: { groups: [[]] }, key: -1 };

function conditionOf(
  { every, nodes }: CpeConfiguration,
  at: number,
  index: number,
  groupsOf: (node: Node) => RuleCondition['groups'],
): RuleCondition | null {
  const node = nodes[at];
  const groups: (readonly RuleConditionMember[])[] = [];
  if (node?.every === true) {
    const others = groupsOf(node).filter((_, other) => other !== index);
    groups.push(...others.slice(0, maxGroups));
  }
  for (let other = 0; every && other < nodes.length && groups.length < maxGroups; other++) {
    const beside = nodes[other];
    if (other !== at && beside !== undefined)
      groups.push(...groupsOf(beside).slice(0, maxGroups - groups.length));
  }
  return groups.length === 0 ? null : { groups };
}

/** A node that says “none of these” is a group without a member: nobody can see it, so it is to be confirmed. */
function rememberGroups(): (node: Node) => RuleCondition['groups'] {
  const known = new Map<Node, RuleCondition['groups']>();
  return (node) => {
    let groups = known.get(node);
    if (groups === undefined) {
      const own = node.every ? node.criteria.slice(0, maxGroups + 1) : [];
      groups = node.negate
        ? [[]]
        : node.every
          ? own.map((one) => membersOf([one]))
          : [membersOf(node.criteria)];
      known.set(node, groups);
    }
    return groups;
  };
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
