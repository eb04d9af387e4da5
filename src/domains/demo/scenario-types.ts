import type { LinkClaim } from '#engines/imports/types.ts';
import type { JsonValue } from '#engines/json-value.ts';
import type { Text } from '#engines/text.ts';

export type CheckKind = 'icmp' | 'tcp' | 'http' | 'tls' | 'dns' | 'sensor';
export type CheckState = 'up' | 'degraded' | 'down' | 'unknown';
export type Level = 0 | 1 | 2 | 3;

/** What one check saw, in the words of the collectors that really look. */
export interface CheckAction {
  readonly kind: 'check';
  /** Key of an asset of the estate. */
  readonly asset: string;
  readonly check: CheckKind;
  readonly state: CheckState;
  /** As the collectors': `icmp.lost`, `tls.expired`, `sensor.on-battery`. */
  readonly code: string;
  readonly detail: Text;
  readonly evidence: Readonly<Record<string, JsonValue>>;
}

/** How far an asset is compromised; both levels 0 end what was said under the same code. */
export interface ExposureAction {
  readonly kind: 'exposure';
  readonly asset: string;
  readonly integrity: Level;
  readonly confidentiality: Level;
  readonly code: string;
  readonly detail: Text;
  readonly evidence: Readonly<Record<string, JsonValue>>;
}

/** A change of what one source says; keys are those of its bucket. */
export interface BucketPatch {
  /** Attributes to set on claims that the bucket already has. */
  readonly set?: readonly {
    readonly key: string;
    readonly attributes: Readonly<Record<string, JsonValue>>;
  }[];
  readonly addLinks?: readonly LinkClaim[];
  readonly removeLinks?: readonly Pick<LinkClaim, 'from' | 'to' | 'type'>[];
}

export interface ClaimAction {
  readonly kind: 'claim';
  readonly bucket: string;
  readonly patch: BucketPatch;
}

/** The source stops reporting, or reports again. */
export interface SourceAction {
  readonly kind: 'silence' | 'speak';
  readonly source: string;
}

export interface MaintenanceAction {
  readonly kind: 'maintenance';
  readonly assets: readonly string[];
  readonly minutes: number;
  readonly title: Text;
}

export type Action = CheckAction | ExposureAction | ClaimAction | SourceAction | MaintenanceAction;

export interface ScenarioStep {
  /** Minutes after the start of the scenario. */
  readonly afterMinutes: number;
  readonly say: Text;
  readonly do: readonly Action[];
  /** Availability of the services that are not ok once the step is done, by code; all others are ok. */
  readonly expect: Readonly<Record<string, Level>>;
  /** Services whose state cannot be told. */
  readonly unknown?: readonly string[];
  /** Services whose state comes from an announced maintenance. */
  readonly planned?: readonly string[];
  /** Services reached by a compromise: integrity level, by code. */
  readonly exposed?: Readonly<Record<string, Level>>;
}

export interface Scenario {
  readonly id: string;
  readonly title: Text;
  readonly story: Text;
  readonly steps: readonly ScenarioStep[];
}
