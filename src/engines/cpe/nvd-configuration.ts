import { isJsonObject, jsonField } from '#engines/json-value.ts';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import type { Cpe } from './cpe.ts';
import type { CpeCriterion } from './match-criterion.ts';
import { matchCriterion } from './match-criterion.ts';
import { parseCpe } from './parse-cpe.ts';

/** A configuration of NVD 2.0, read: `every` node must hold, or one of them. */
export interface CpeConfiguration {
  readonly every: boolean;
  readonly negate: boolean;
  readonly nodes: readonly CpeNode[];
}

interface CpeNode {
  readonly every: boolean;
  readonly negate: boolean;
  readonly criteria: readonly (CpeCriterion & { readonly vulnerable: boolean; readonly pointer: string })[];
}

/** One installed product that a configuration calls vulnerable. */
export interface ConfigurationHit {
  /** Index in the list of installed products. */
  readonly installed: number;
  /** `to-confirm`: the name or version leaves a doubt, or what it must run on was not seen. */
  readonly status: 'affected' | 'to-confirm';
  /** JSON pointer of the criterion, from the list of configurations. */
  readonly evidence: string;
  readonly flags: readonly string[];
}

const maxCriteria = 20_000;

/** Reads the `configurations` of an NVD record; what is not of that form is left out. */
export function readConfigurations(value: JsonValue | undefined): readonly CpeConfiguration[] {
  let left = maxCriteria;
  return listOf(value).map((configuration, at) => ({
    every: jsonField(configuration, 'operator') === 'AND',
    negate: jsonField(configuration, 'negate') === true,
    nodes: listOf(jsonField(configuration, 'nodes')).map((node, nodeAt) => ({
      every: jsonField(node, 'operator') === 'AND',
      negate: jsonField(node, 'negate') === true,
      criteria: listOf(jsonField(node, 'cpeMatch')).flatMap((match, matchAt) => {
        const read = left-- > 0 ? readCriterion(match) : null;
        return read === null ? [] : [{ ...read, pointer: `/${at}/nodes/${nodeAt}/cpeMatch/${matchAt}` }];
      }),
    })),
  }));
}

function readCriterion(match: JsonObject): (CpeCriterion & { vulnerable: boolean }) | null {
  const criteria = jsonField(match, 'criteria');
  const name = typeof criteria === 'string' ? parseCpe(criteria).value : null;
  if (name === null) return null;
  const bound = (field: string): string | undefined => {
    const value = jsonField(match, field);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const bounds = {
    startIncluding: bound('versionStartIncluding'),
    startExcluding: bound('versionStartExcluding'),
    endIncluding: bound('versionEndIncluding'),
    endExcluding: bound('versionEndExcluding'),
  };
  const given = Object.fromEntries(Object.entries(bounds).filter((entry) => entry[1] !== undefined));
  return { name, vulnerable: jsonField(match, 'vulnerable') === true, ...given };
}

function listOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((one: JsonValue) => isJsonObject(one)) : [];
}

/**
 * What of the products installed together (on one asset, or on what it runs on) the configurations call vulnerable.
 * Only criteria marked vulnerable hit; the others are the condition, and a condition nobody saw is to be confirmed.
 */
export function evaluateConfigurations(
  configurations: readonly CpeConfiguration[],
  installed: readonly Cpe[],
): readonly ConfigurationHit[] {
  const hits: ConfigurationHit[] = [];
  for (const { every, negate, nodes } of configurations) {
    if (negate) continue; // never seen in the data, and “everything but” names no product
    const met = nodes.map((node) => nodeHolds(node, installed));
    for (const [at, node] of nodes.entries()) {
      if (node.negate) continue;
      const isConditionMet = !every || met.every((holds, other) => other === at || holds);
      hits.push(...hitsOf(node, installed, isConditionMet));
    }
  }
  return hits;
}

function hitsOf(node: CpeNode, installed: readonly Cpe[], isConditionMet: boolean): ConfigurationHit[] {
  const hits: ConfigurationHit[] = [];
  for (const criterion of node.criteria.filter(({ vulnerable }) => vulnerable))
    for (const [index, product] of installed.entries()) {
      const { matches, flags } = matchCriterion(criterion, product);
      if (matches === 'no') continue;
      const isComplete = !node.every || node.criteria.every((other) => isSeen(other, installed));
      const isSure = matches === 'yes' && isConditionMet && isComplete;
      hits.push({
        installed: index,
        status: isSure ? 'affected' : 'to-confirm',
        evidence: criterion.pointer,
        flags: isConditionMet && isComplete ? flags : [...flags, 'condition-unknown'],
      });
    }
  return hits;
}

function nodeHolds(node: CpeNode, installed: readonly Cpe[]): boolean {
  const holds = node.every
    ? node.criteria.every((criterion) => isSeen(criterion, installed))
    : node.criteria.some((criterion) => isSeen(criterion, installed));
  return holds !== node.negate;
}

function isSeen(criterion: CpeCriterion, installed: readonly Cpe[]): boolean {
  return installed.some((product) => matchCriterion(criterion, product).matches === 'yes');
}
