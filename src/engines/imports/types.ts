import type { JsonValue } from '#engines/json-value.ts';
import type { Text } from '#engines/text.ts';

/** Strongest first: the order in which reconciliation trusts them. */
export const identityKinds = ['uuid', 'serial', 'mac', 'fqdn', 'code', 'hostname', 'ip'] as const;
export type IdentityKind = (typeof identityKinds)[number];

export type LinkType =
  | 'depends_on'
  | 'hosts'
  | 'runs'
  | 'connects_to'
  | 'located_in'
  | 'powers'
  | 'authenticates'
  | 'administers'
  | 'flows_to'
  | 'stores'
  | 'backs_up'
  | 'protects';

/** A value in the canonical spelling of `normaliseIdentity`. */
export interface Identity {
  readonly kind: IdentityKind;
  readonly value: string;
}

/** What one source says of one asset. The key never changes inside the source. */
export interface AssetClaim {
  readonly key: string;
  readonly type: string;
  readonly name: string;
  /** Code of the owning organisation, as `DINUM`, or its name when it has none. */
  readonly organisation?: string;
  readonly identities: readonly Identity[];
  readonly attributes: Readonly<Record<string, JsonValue>>;
}

/**
 * A directed relation between two assets of the same set, in the direction of its verb: the consumer
 * `depends_on` its supplier and is `located_in` its site; the supplier `hosts` or `powers` its consumer.
 */
export interface LinkClaim {
  readonly from: string;
  readonly to: string;
  readonly type: LinkType;
  /** Key of the requirement of the consumer that this link is a member of; absent = needed by itself. */
  readonly requirement?: string;
  readonly attenuation?: 0 | 1 | 2;
  readonly attributes?: Readonly<Record<string, JsonValue>>;
}

/** A k-of-n group on the consumer's side; the links that carry its key are its members. */
export interface RequirementClaim {
  readonly key: string;
  /** Key of the consumer, in the same set. */
  readonly of: string;
  readonly name: Text;
  readonly kMin?: number;
  readonly kFull?: number;
  readonly cap?: 0 | 1 | 2 | 3;
}

/** Every end of every link, and the `of` of every requirement, is an asset of the set itself. */
export interface MapSet {
  readonly assets: readonly AssetClaim[];
  readonly links: readonly LinkClaim[];
  readonly requirements: readonly RequirementClaim[];
}
