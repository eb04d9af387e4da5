import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { SsvcFacts } from '#engines/advisory/advisory.ts';
import { exploitationOf } from '#engines/ssvc/exploitation.ts';
import { technicalFacts } from '#engines/ssvc/technical-facts.ts';
import type { DB } from '#platform/database-types.ts';
import type { Policy } from './api-policy.ts';
import type { Threat } from './prioritise.ts';

/** A vulnerability that something of the map answers to. */
export interface KnownThreat extends Threat {
  readonly id: number;
  readonly name: string;
  readonly cvss: number | null;
  readonly epss: number | null;
  /** Since when it is known to be exploited; null when it is not, or nobody says since when. */
  readonly exploitedSince: Date | null;
}

interface Row {
  readonly id: number;
  readonly name: string;
  readonly vector: string | null;
  readonly cvss: number | null;
  readonly epss: number | null;
  readonly ssvc: SsvcFacts | null;
  readonly kev: { readonly addedOn?: string; readonly ransomware?: boolean } | null;
  readonly alerts: readonly string[] | null;
  readonly alerted_at: Date | null;
  readonly public_exploit: boolean;
}

/** Every vulnerability matched on the map, with what its urgency depends on. */
export async function readThreats(
  db: Kysely<DB>,
  policy: Pick<Policy, 'likelyEpss'>,
): Promise<ReadonlyMap<number, KnownThreat>> {
  const { rows } = await sql<Row>`
    with alert as (
      select link.vulnerability_id, array_agg(certfr.id order by certfr.id) as ids, min(certfr.published_at) as at
      from vulnerabilities.certfr as certfr
      join vulnerabilities.certfr_vulnerability as link on link.certfr_id = certfr.id
      where certfr.kind = 'alerte' and certfr.closed_at is null group by link.vulnerability_id
    )
    select own.id, own.name, own.cvss -> 0 ->> 'vector' as vector, own.cvss_score as cvss, own.epss, own.ssvc, own.kev,
      alert.ids as alerts, alert.at as alerted_at,
      jsonb_path_exists(own.links, '$[*].tags[*] ? (@ like_regex "^exploit$" flag "i")') as public_exploit
    from vulnerabilities.vulnerability as own
    left join alert on alert.vulnerability_id = own.id
    where own.state <> 'rejected'
      and exists (select from vulnerabilities.match as match where match.vulnerability_id = own.id)
  `.execute(db);
  return new Map(rows.map((row) => [row.id, threatOf(row, policy.likelyEpss)]));
}

function threatOf(row: Row, likelyEpss: number): KnownThreat {
  const kev =
    row.kev === null ? null : { addedOn: row.kev.addedOn ?? '', ransomware: row.kev.ransomware ?? false };
  const exploitation = exploitationOf(
    {
      kev,
      alerts: row.alerts ?? [],
      ssvc: row.ssvc,
      publicExploit: row.public_exploit,
      epss: row.epss,
    },
    likelyEpss,
  );
  return {
    id: row.id,
    name: row.name,
    cvss: row.cvss,
    epss: row.epss,
    exploitation,
    technical: technicalFacts(row.vector, row.ssvc),
    inKev: kev !== null,
    exploitedSince:
      exploitation.value === 'active' ? firstOf(kev?.addedOn, row.alerted_at, row.ssvc?.at) : null,
  };
}

/** The earliest of what are dates. */
function firstOf(...dates: readonly (Date | string | null | undefined)[]): Date | null {
  const times = dates
    .map((date) =>
      date === null || date === undefined || date === '' ? Number.NaN : new Date(date).getTime(),
    )
    .filter((time) => !Number.isNaN(time));
  return times.length === 0 ? null : new Date(Math.min(...times));
}
