import type { Text } from '#engines/text.ts';

/** The forms of feeds that can be read; one reader each. */
export const feedKinds = [
  'cve',
  'nvd',
  'kev',
  'epss',
  'csaf',
  'osv',
  'debian',
  'debian-changelog',
  'ossa',
  'certfr',
] as const;
export type FeedKind = (typeof feedKinds)[number];

export interface FeedName {
  /** `cve`, `nvd`, `kev`, `epss`, `debian`, `certfr`, `csaf:<provider>`, `osv:<ecosystem>`. */
  readonly id: string;
  readonly kind: FeedKind;
}

/**
 * One record of a feed, as its own text: a JSON document for most kinds (one CVE, one NVD item, one CSAF or OSV
 * document), the whole file for `kev`, `epss` (CSV or JSON), `debian` and RSS of `certfr`. Not parsed: an unchanged
 * record is known by the hash of its text and never parsed again.
 */
export type FeedRecord =
  | {
      /** What a person can find again: `cves/2024/3xxx/CVE-2024-3400.json`, `feed.jsonl.gz:1204`. */
      readonly place: string;
      readonly text: string;
      readonly fault: null;
    }
  /** It could not even be read (too long, not UTF-8, archive broken): set aside with this reason. */
  | { readonly place: string; readonly text: null; readonly fault: Text };
