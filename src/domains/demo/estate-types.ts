import type { AssetClaim, MapSet } from '#engines/imports/types.ts';
import type { Text } from '#engines/text.ts';

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
  | 'cluster'
  | 'storage'
  | 'switch'
  | 'router'
  | 'firewall'
  | 'access_point'
  | 'wireless_controller'
  | 'phone_system'
  | 'phone_trunk'
  | 'wan_link'
  | 'network'
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

/** A claim of the map whose type is one of the estate's. */
export interface TypedClaim extends AssetClaim {
  readonly type: AssetType;
}

/** The full set of one bucket: every end of every link is a claim of the set itself. */
export interface BucketSet extends MapSet {
  readonly bucket: string;
  readonly assets: readonly TypedClaim[];
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
