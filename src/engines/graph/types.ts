/** Availability: 0 ok, 1 reduced, 2 degraded, 3 down. Compromise: 0 none, 1 exposed, 2 suspected, 3 confirmed. */
export type Level = 0 | 1 | 2 | 3;

export type Channel = 'availability' | 'integrity' | 'confidentiality';

/** What is known of one node by itself, before anything reaches it from elsewhere. */
export interface LocalFacts {
  readonly availability: Level;
  readonly integrity: Level;
  readonly confidentiality: Level;
  /** No fresh source says how the node is; the levels are then the last known ones. */
  readonly unknown?: boolean;
  /** The availability fact belongs to an announced maintenance. */
  readonly planned?: boolean;
}

/** A node after propagation. The flags stand beside the levels and never change them. */
export interface NodeState {
  readonly availability: Level;
  readonly integrity: Level;
  readonly confidentiality: Level;
  readonly unknown: boolean;
  readonly planned: boolean;
}

export interface Change {
  readonly node: string;
  readonly before: NodeState;
  readonly after: NodeState;
}

/**
 * The consumer `of` requires `kMin` of `needs` to work at all and `kFull` to work at full capacity
 * (1 ≤ kMin ≤ kFull ≤ n). One of the two alone stands for both; neither means all of them.
 * `cap` limits the harm: 2 = an optional dependency, which can never do more than degrade.
 */
export interface RequirementGroup {
  readonly id?: string;
  readonly of: string;
  readonly needs: readonly string[];
  readonly kMin?: number;
  readonly kFull?: number;
  readonly cap?: number;
}

/** A compromise of `from` reaches `to`, `attenuation` (0–3) levels lower: to ≥ max(0, from − attenuation). */
export interface CompromiseEdge {
  readonly from: string;
  readonly to: string;
  /** The link type, for display; the two booleans decide. */
  readonly kind: string;
  readonly attenuation: number;
  readonly integrity: boolean;
  readonly confidentiality: boolean;
}

export type Facts = ReadonlyMap<string, LocalFacts> | Readonly<Record<string, LocalFacts>>;
export type FactChanges = Iterable<readonly [node: string, facts: LocalFacts]>;

export interface ImpactModel {
  readonly nodes: readonly string[];
  readonly groups: readonly RequirementGroup[];
  readonly flows: readonly CompromiseEdge[];
  readonly facts?: Facts;
}

/** One step of a path: the requirement group or the flow that carries the harm from `from` to `to`. */
export interface Crossing {
  readonly from: string;
  readonly to: string;
  /** Position in `model.groups`, or in `model.flows` for a compromise. */
  readonly position: number;
  readonly groupId?: string;
  /** Members of the group (1 for a flow): more than 1 means a redundancy that did not hold. */
  readonly members: number;
  /** The flow's link type, or `requires`. */
  readonly kind: string;
}

/** A node whose own fact contributes to the state of another (or of itself: path of one). */
export interface Cause {
  readonly node: string;
  /** `unknown` lists the silent nodes because of which the state cannot be told. */
  readonly channel: Channel | 'unknown';
  readonly facts: LocalFacts;
  /** Shortest chain of nodes, from the cause to the node asked about. */
  readonly path: readonly string[];
  /** What carries each step of the path: `path.length - 1` of them. */
  readonly via: readonly Crossing[];
  /** Level the node asked about would have if this cause alone were mended (its unknown flag as 0 or 1). */
  readonly ifMended: Level;
}

/** A group that holds although members are lost: the next loss may hurt. */
export interface RedundancyLost {
  readonly of: string;
  readonly position: number;
  readonly groupId?: string;
  /** The group's own result: 1 reduced, 2 degraded. */
  readonly result: Level;
  readonly lost: readonly string[];
  readonly degraded: readonly string[];
  readonly remaining: readonly string[];
  /** How many more members may go down before the group itself is down. */
  readonly spare: number;
  /** Steps between this group's consumer and the node asked about. */
  readonly depth: number;
}

export interface Isolation {
  /** Nodes whose availability falls. */
  readonly lost: readonly Change[];
  /** Nodes whose integrity or confidentiality level is lower than it would be. */
  readonly stopped: readonly Change[];
}

export interface NeighbourhoodEdge {
  readonly from: string;
  readonly to: string;
  /** `requires` (`to` needs `from`) or the link type of a flow (`from` reaches `to`). */
  readonly kind: string;
  readonly position: number;
}

export interface Neighbourhood {
  readonly nodes: readonly { readonly node: string; readonly depth: number }[];
  readonly edges: readonly NeighbourhoodEdge[];
  /** More nodes were in reach than the limit allows. */
  readonly truncated: boolean;
}

export interface ReachOptions {
  readonly depth?: number;
  readonly limit?: number;
  /** False when only the nodes matter: several times faster on a large reach. */
  readonly edges?: boolean;
}
