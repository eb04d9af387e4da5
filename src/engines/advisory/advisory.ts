import type { QualityFlag, SpanEnd } from './affected-types.ts';

/** Whose word goes first for one vulnerability and one name: the lowest rank that says anything decides. */
export const trust = {
  /** The vendor itself, in CSAF or VEX, and a distribution of its own packages. */
  vendor: 10,
  /** The CNA of a CVE record. */
  cna: 20,
  /** An ecosystem database (OSV). */
  ecosystem: 30,
  /** An ADP container of a CVE record. */
  adp: 40,
  /** NVD configurations. */
  nvd: 50,
  /** A record that cannot be read for sure: whoever knows goes first. */
  doubt: 80,
  /** A catalogue that names a product and no version (KEV, CERT-FR). */
  product: 90,
} as const;

/** How a rule came to be what it is, beside what `QualityFlag` says. */
export type RuleFlag =
  | QualityFlag
  /** The name alone is known, no version. */
  | 'product-only'
  /** `-` as version: the record does not tell. */
  | 'version-na'
  /** The version installed is not known. */
  | 'version-unknown'
  /** The rule speaks of a platform (`target_sw`) that the component does not tell. */
  | 'target-unknown'
  /** What must run beside it was not seen. */
  | 'condition-unknown'
  /** The fix was read from a changelog. */
  | 'changelog'
  /** The distribution deems it without effect there, and will not mend it. */
  | 'unimportant';

/** A product, package or system by name: what rules and components meet on. */
export interface SoftwareName {
  /**
   * `deb:debian-12`, `rpm:rhel-9`, `apk:alpine-3.20` (type, ID and VERSION_ID of os-release) for packages of a
   * distribution; a purl type (`npm`, `pypi`, `maven`…) for an ecosystem; `product` for `vendor:product` names of CPE
   * and of CVE records.
   */
  readonly namespace: string;
  /** Normalised: the source package; the name as its ecosystem spells it; `fortinet:fortios` (see `productName`). */
  readonly name: string;
}

/** Other products of which each group must be seen, one of its members, on the same asset or on what it runs on. */
export interface RuleCondition {
  /** Every group must hold; of a group, one member. Names are of the namespace `product`. */
  readonly groups: readonly (readonly RuleConditionMember[])[];
}

export interface RuleConditionMember {
  readonly name: string;
  readonly low: SpanEnd | null;
  readonly high: SpanEnd | null;
}

/** One stretch of versions of one name, with what an advisory says of it. Stretches of one advisory and name are disjoint. */
export interface AdvisoryRule extends SoftwareName {
  /** Scheme of the keys of both ends (`#engines/version/schemes.ts`). */
  readonly scheme: string;
  readonly status: 'affected' | 'unaffected' | 'unknown';
  readonly low: SpanEnd | null;
  readonly high: SpanEnd | null;
  /** Where the fault ends for what lies in this stretch, as written. */
  readonly fixedIn: string | null;
  /** CPE part `a`, `o` or `h` when told; null: any. */
  readonly part: string | null;
  /** `target_sw` of a CPE (`wordpress`, `android`), or the platform of a plugin: null when the rule is for all. */
  readonly target: string | null;
  readonly condition: RuleCondition | null;
  /** One of `trust`. */
  readonly trust: number;
  /** JSON pointer (RFC 6901) into the raw record. */
  readonly pointer: string;
  readonly flags: readonly RuleFlag[];
}

export interface CvssVector {
  readonly version: '2.0' | '3.0' | '3.1' | '4.0';
  readonly vector: string;
  /** Who says so: `cna`, `nvd`, `cisa`, `vendor`… */
  readonly source: string;
  /** The score as published; ours is computed from the vector. */
  readonly publishedScore: number | null;
}

/** SSVC decision points that CISA publishes with CVE records (Vulnrichment), case folded. */
export interface SsvcFacts {
  readonly exploitation: 'none' | 'poc' | 'active';
  readonly automatable: boolean | null;
  readonly technicalImpact: 'partial' | 'total' | null;
  readonly at: string | null;
}

/** What one record says of one vulnerability. A record of several vulnerabilities gives several. */
export interface Advisory {
  /** Unique within its feed: `CVE-2024-3400`, `BIT-nginx-2024-7347`, `ICSA-24-102-01#CVE-2024-1480`. */
  readonly key: string;
  /** The CVE when one is known, else the advisory's own number: what advisories of several feeds meet on. */
  readonly vulnerability: string;
  /** Every other number of the same vulnerability. */
  readonly aliases: readonly string[];
  readonly state: 'published' | 'rejected';
  readonly title: string;
  readonly description: string;
  /** ISO 8601 instants, as published. */
  readonly publishedAt: string | null;
  readonly modifiedAt: string | null;
  readonly cvss: readonly CvssVector[];
  readonly ssvc: SsvcFacts | null;
  /** `CWE-79`. */
  readonly weaknesses: readonly string[];
  readonly references: readonly { readonly url: string; readonly tags: readonly string[] }[];
  readonly rules: readonly AdvisoryRule[];
  /** Remedies in the advisory's own words, where it has some. */
  readonly remedies: readonly string[];
}

/** A line of the KEV catalogue. */
export interface KevEntry {
  readonly cve: string;
  readonly vendor: string;
  readonly product: string;
  readonly name: string;
  readonly description: string;
  readonly action: string;
  /** Dates `2026-01-29`. */
  readonly addedOn: string;
  readonly dueOn: string | null;
  readonly ransomware: boolean;
}

/** A line of EPSS: probability and percentile, 0–1. */
export interface EpssScore {
  readonly cve: string;
  readonly score: number;
  readonly percentile: number;
}

/** An `avis` or an `alerte` of CERT-FR. */
export interface CertFrBulletin {
  /** `CERTFR-2026-AVI-0123`, `CERTFR-2026-ALE-004`. */
  readonly id: string;
  readonly kind: 'avis' | 'alerte';
  readonly title: string;
  readonly url: string;
  readonly publishedAt: string | null;
  readonly modifiedAt: string | null;
  /** An alert that CERT-FR has closed is over. */
  readonly closedAt: string | null;
  readonly summary: string;
  readonly risks: readonly string[];
  readonly systems: readonly string[];
  readonly cves: readonly string[];
  readonly references: readonly string[];
}
