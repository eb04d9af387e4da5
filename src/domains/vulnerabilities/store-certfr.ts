import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { CertFrBulletin } from '#engines/advisory/advisory.ts';
import type { DB } from '#platform/database-types.ts';
import { instantOrNull } from './instant.ts';
import { resolveVulnerabilities } from './resolve-vulnerabilities.ts';

export interface BulletinChange {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly cves: readonly string[];
  readonly change: 'opened' | 'closed';
}

export interface GivenBulletin {
  readonly bulletin: CertFrBulletin;
  /** Told by a list, which says less: it holds only until the bulletin itself is read. */
  readonly isHint: boolean;
}

/**
 * Writes bulletins of CERT-FR and the vulnerabilities they name. A bulletin of a hundred CVE joins none of them.
 * Returns the alerts that opened or closed by it.
 */
export async function storeBulletins(
  db: Kysely<DB>,
  given: readonly GivenBulletin[],
): Promise<readonly BulletinChange[]> {
  const wanted = new Map<string, GivenBulletin>();
  for (const one of given) if (!one.isHint || !wanted.has(one.bulletin.id)) wanted.set(one.bulletin.id, one);
  if (wanted.size === 0) return [];
  const { rows: before } = await sql<{ id: string; closed: boolean }>`
    select id, closed_at is not null as closed from vulnerabilities.certfr where id = any(${[...wanted.keys()]}::text[])
  `.execute(db);
  const wasClosed = new Map(before.map(({ id, closed }) => [id, closed]));
  const kept = [...wanted.values()]
    .filter(({ bulletin, isHint }) => !isHint || !wasClosed.has(bulletin.id))
    .map(({ bulletin }) => bulletin);
  const cves = [...new Set(kept.flatMap((one) => one.cves))];
  const { ids } = await resolveVulnerabilities(
    db,
    cves.map((cve) => ({ vulnerability: cve, aliases: [] })),
  );
  const idOf = new Map(cves.map((cve, at) => [cve, ids[at]?.[0] ?? 0]));
  for (const one of kept)
    await storeBulletin(db, one, [...new Set(one.cves.map((cve) => idOf.get(cve) ?? 0))]);
  return kept.flatMap((one) => changeOf(one, wasClosed.get(one.id)));
}

async function storeBulletin(
  db: Kysely<DB>,
  one: CertFrBulletin,
  vulnerabilityIds: readonly number[],
): Promise<void> {
  const values = {
    kind: one.kind,
    title: one.title,
    url: one.url,
    published_at: instantOrNull(one.publishedAt),
    modified_at: instantOrNull(one.modifiedAt),
    closed_at: instantOrNull(one.closedAt),
    summary: one.summary,
    risks: [...one.risks],
    systems: [...one.systems],
    vendor_references: [...one.references],
  };
  await db
    .insertInto('vulnerabilities.certfr')
    .values({ id: one.id, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
  await sql`
    delete from vulnerabilities.certfr_vulnerability
    where certfr_id = ${one.id} and not (vulnerability_id = any(${vulnerabilityIds}::int[]))
  `.execute(db);
  await sql`
    insert into vulnerabilities.certfr_vulnerability (certfr_id, vulnerability_id)
    select ${one.id}, given.id from unnest(${vulnerabilityIds}::int[]) as given (id)
    on conflict do nothing
  `.execute(db);
}

function changeOf(one: CertFrBulletin, wasClosed: boolean | undefined): readonly BulletinChange[] {
  if (one.kind !== 'alerte') return [];
  const { id, title, url, cves } = one;
  const isClosed = one.closedAt !== null;
  if (isClosed ? wasClosed === false : wasClosed !== false)
    return [{ id, title, url, cves, change: isClosed ? 'closed' : 'opened' }];
  return [];
}
