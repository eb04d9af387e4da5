import type { Text } from '#engines/text.ts';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

export type AssetType =
  | 'organisation'
  | 'site'
  | 'service'
  | 'application'
  | 'dataset'
  | 'database'
  | 'server'
  | 'vm'
  | 'hypervisor'
  | 'storage'
  | 'switch'
  | 'router'
  | 'firewall'
  | 'access_point'
  | 'wireless_controller'
  | 'phone_system'
  | 'phone_trunk'
  | 'wan_link'
  | 'submarine_cable'
  | 'ups'
  | 'power_feed'
  | 'backup_job'
  | 'certificate'
  | 'cloud_project'
  | 'identity_provider'
  | 'dns'
  | 'vpn_gateway'
  | 'load_balancer'
  | 'workstation_pool'
  | 'monitoring';

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

export type IdentityKind = 'mac' | 'serial' | 'uuid' | 'fqdn' | 'ip' | 'hostname' | 'code';

export interface Identity {
  readonly kind: IdentityKind;
  readonly value: string;
}

/** What one bucket says of one asset. The key never changes inside the bucket. */
export interface AssetClaim {
  readonly key: string;
  readonly type: AssetType;
  readonly name: string;
  /** Code of the owning organisation, as `DINUM`. */
  readonly organisation?: string;
  readonly identities: readonly Identity[];
  readonly attributes: Readonly<Record<string, JsonValue>>;
}

/**
 * A directed relation between two claims of the same bucket, in the direction of its verb: the consumer
 * `depends_on` its supplier and is `located_in` its site; the supplier `hosts`, `runs`, `powers`,
 * `authenticates` its consumer.
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
  /** Key of the consumer, in the same bucket. */
  readonly of: string;
  readonly name: Text;
  readonly kMin?: number;
  readonly kFull?: number;
  readonly cap?: 0 | 1 | 2 | 3;
}

/** The full set of one bucket: every end of every link is a claim of the set itself. */
export interface BucketSet {
  readonly bucket: string;
  readonly assets: readonly AssetClaim[];
  readonly links: readonly LinkClaim[];
  readonly requirements: readonly RequirementClaim[];
}

/** ISO days, 1 = Monday; local times of Pacific/Noumea. */
export interface OpeningPeriod {
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
}

export type OpeningHours = { readonly always: true } | { readonly periods: readonly OpeningPeriod[] };

/** D, I, C, P needs, each 0 (none) to 4 (vital). */
export interface Need {
  readonly d: number;
  readonly i: number;
  readonly c: number;
  readonly p: number;
}

export interface DemoOrganisation {
  readonly key: string;
  readonly code: string;
  readonly name: Text;
  readonly source: string;
}

export interface DemoSite {
  readonly key: string;
  readonly code: string;
  readonly name: Text;
  readonly locality: string;
  readonly province: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly coordinates: 'geonames' | 'estimated';
  readonly role: Text;
}

export interface DemoService {
  /** Key of its asset, as `sp14`. */
  readonly key: string;
  readonly code: string;
  readonly name: Text;
  readonly organisation: string;
  readonly need: Need;
  readonly dmiaMinutes: number;
  readonly pdmaMinutes: number;
  readonly openingHours: OpeningHours;
  readonly usersServed: number;
  readonly audience: Text;
  readonly dataClass: Text;
  readonly permittedZones: readonly string[];
  /** Where the name comes from, and that its criticality is invented. */
  readonly label: Text;
}

/** A source of the demonstration: it owns a bucket, or only observes (`bucket` null). */
export interface DemoSource {
  readonly key: string;
  readonly title: Text;
  readonly bucket: string | null;
  /** Precedence of what it says, the lowest wins, as in `map.source.rank`. */
  readonly rank: number;
  readonly expectedEverySeconds: number;
  /** Asset keys that nobody else watches: unknown while this source is silent. */
  readonly watches: readonly string[];
}

export interface DemoEstate {
  readonly label: Text;
  /** Credits that must be shown wherever the estate is described. */
  readonly attribution: Text;
  readonly organisations: readonly DemoOrganisation[];
  readonly sites: readonly DemoSite[];
  readonly services: readonly DemoService[];
  readonly sources: readonly DemoSource[];
  readonly buckets: readonly BucketSet[];
  /** Bucket that describes an asset first-hand, by asset key: where a scenario's key is found. */
  readonly homes: Readonly<Record<string, string>>;
  /** Shared causes hidden on purpose: losing `cause` alone takes the whole of `hurts` down. */
  readonly hiddenCommonCauses: readonly HiddenCommonCause[];
}

export interface HiddenCommonCause {
  readonly cause: string;
  readonly hurts: string;
  readonly why: Text;
}
