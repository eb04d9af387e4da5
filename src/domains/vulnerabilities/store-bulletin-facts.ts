import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { BulletinDraft, Caveat, FactNotice, FactVulnerability } from '#engines/bulletin/bulletin.ts';
import { draftBulletin } from '#engines/bulletin/draft-bulletin.ts';
import type { DB } from '#platform/database-types.ts';
import { system } from '#platform/rights.ts';
import { bulletinCaveats } from './bulletin-caveats.ts';
import { readStandings } from './estate-standings.ts';
import { readFeeds } from './feed-row.ts';
import { settlePlaces } from './settled-places.ts';
import { findingsOf } from './store-cve-findings.ts';
import { readHeads, readServices } from './store-heads.ts';
import { readInventory } from './store-watch.ts';
import { isExploited, placesOf } from './watch-sql.ts';

/** Vulnerabilities that one bulletin looks at, the exploited and gravest first. */
const mostVulnerabilities = 3000;
const mostNotices = 500;

interface Bounds {
  readonly from: Date;
  readonly until: Date;
}

/** The draft of a week, from all that Vigie knows; the same for whoever asks. */
export async function readBulletinDraft(
  db: Kysely<DB>,
  week: string,
  timeZone: string,
  now: Date,
): Promise<{ draft: BulletinDraft; caveats: readonly Caveat[] }> {
  const bounds = await boundsOf(db, week, timeZone);
  const [{ vulnerabilities, total }, notices, feeds, inventory] = await Promise.all([
    readVulnerabilities(db, bounds, now),
    readNotices(db, bounds),
    readFeeds(db),
    readInventory(db, system),
  ]);
  const isRunning = now < bounds.until;
  const until = isRunning ? now : bounds.until;
  return {
    draft: draftBulletin({ vulnerabilities, notices }),
    caveats: [
      ...bulletinCaveats(feeds, inventory, { until, now, timeZone, isRunning }),
      ...(total > mostVulnerabilities ? [onlyGravest(total)] : []),
    ],
  };
}

function onlyGravest(total: number): Caveat {
  return {
    fr: `${total} vulnérabilités de la semaine touchent notre parc : ce bulletin et ses chiffres ne disent que les ${mostVulnerabilities} plus graves.`,
    en: `${total} vulnerabilities of the week touch our estate: this bulletin and its figures tell the ${mostVulnerabilities} gravest only.`,
  };
}

async function boundsOf(db: Kysely<DB>, week: string, timeZone: string): Promise<Bounds> {
  const { rows } = await sql<Bounds>`
    select ${week}::date::timestamp at time zone ${timeZone} as "from", (${week}::date + 7)::timestamp at time zone ${timeZone} as "until"
  `.execute(db);
  const [bounds] = rows;
  if (bounds === undefined) throw new RangeError(`no bounds for the week ${week}`);
  return bounds;
}

interface Heard {
  readonly id: number;
  readonly is_new: boolean;
  readonly modified_at: Date | null;
  readonly software: string[];
  /** Of all that was heard of. */
  readonly total: number;
}

/** Vulnerabilities of ours of which something was heard in the week. */
async function readHeard(db: Kysely<DB>, bounds: Bounds, now: Date): Promise<readonly Heard[]> {
  const standings = await readStandings(db, system, now);
  const ours = [...(standings.get('affected') ?? []), ...(standings.get('to-confirm') ?? [])];
  const { rows } = await sql<Heard>`
    with heard as (
      select news.vulnerability_id as id, news.kind in ('published', 'matched') as is_new from vulnerabilities.news as news
      where news.at >= ${bounds.from} and news.at < ${bounds.until} and news.kind in ('kev_added', 'kev_changed', 'published',
        'range_changed', 'severity_changed', 'likelihood_raised', 'matched', 'decision_expired')
      union all
      select match.vulnerability_id, true from vulnerabilities.match as match
      where match.since >= ${bounds.from} and match.since < ${bounds.until}
      union all
      select link.vulnerability_id, false from vulnerabilities.certfr as notice
      join vulnerabilities.certfr_vulnerability as link on link.certfr_id = notice.id where ${isOfWeek(bounds)}
    )
    select vulnerability.id, bool_or(heard.is_new) as is_new, vulnerability.modified_at, coalesce(has.software, '{}') as software,
      count(*) over ()::int as total
    from heard join vulnerabilities.vulnerability as vulnerability on vulnerability.id = heard.id
    left join lateral (
      select array_agg(distinct case when starts_with(lower(component.name), lower(component.vendor)) then component.name
          else component.vendor || ' ' || component.name end) as software
      from vulnerabilities.match as match join map.component as component on component.id = match.component_id
      where match.vulnerability_id = vulnerability.id
    ) as has on true
    where vulnerability.id = any(${ours}::int[]) and vulnerability.state = 'published'
    group by vulnerability.id, has.software
    order by ${isExploited} desc, vulnerability.cvss_score desc nulls last, vulnerability.id limit ${mostVulnerabilities}
  `.execute(db);
  return rows;
}

async function readVulnerabilities(
  db: Kysely<DB>,
  bounds: Bounds,
  now: Date,
): Promise<{ vulnerabilities: FactVulnerability[]; total: number }> {
  const heard = await readHeard(db, bounds, now);
  const ids = heard.map(({ id }) => id);
  const [heads, findings, services] = await Promise.all([
    readHeads(db, system, ids, now),
    findingsOf(db, system, ids),
    readServiceNames(db, ids, now),
  ]);
  const vulnerabilities = heard.flatMap((row) => {
    const head = heads.get(row.id);
    if (head === undefined) return [];
    return [
      {
        name: head.name,
        title: head.title,
        exploited: head.kev !== null || head.active || head.alerts.length > 0,
        toConfirm: head.status === 'to-confirm',
        isNew: row.is_new,
        cvss: head.cvss?.score ?? null,
        publishedAt: head.publishedAt,
        modifiedAt: row.modified_at?.toISOString() ?? null,
        software: row.software,
        services: services.get(row.id) ?? [],
        findings: (findings.get(row.id) ?? []).map((one) => ({
          id: one.id,
          title: one.title.fr,
          urgency: one.deadline,
          dueAt: one.dueAt,
          assignedTo: one.assignedTo,
        })),
      },
    ];
  });
  return { vulnerabilities, total: heard[0]?.total ?? 0 };
}

/** All services that stand on what has each vulnerability and is not put aside, the most needed first. */
async function readServiceNames(
  db: Kysely<DB>,
  ids: readonly number[],
  now: Date,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const given = sql`match.vulnerability_id = any(${[...ids]}::int[])`;
  const settled = await settlePlaces(db, given);
  const { rows } = await sql<{ id: number; service_ids: string[] }>`
    with place as (${placesOf(system, given, settled, now)})
    select place.vulnerability_id as id, array_agg(distinct service.id::text) as service_ids
    from place cross join unnest(place.service_ids) as service (id) where not place.quiet group by 1
  `.execute(db);
  const known = await readServices(
    db,
    system,
    rows.flatMap((row) => row.service_ids),
  );
  return new Map(
    rows.map(({ id, service_ids: serviceIds }) => {
      const own = new Set(serviceIds);
      return [id, [...known.values()].filter((one) => own.has(one.id)).map(({ name }) => name)];
    }),
  );
}

/** SQL: the notice appeared or changed in the week, or is an alert that was still open at its end. */
function isOfWeek({ from, until }: Bounds) {
  return sql<boolean>`((notice.published_at >= ${from} and notice.published_at < ${until})
    or (notice.modified_at >= ${from} and notice.modified_at < ${until}) or ${isOpenAlert(until)})`;
}

function isOpenAlert(until: Date) {
  return sql<boolean>`(notice.kind = 'alerte' and coalesce(notice.published_at < ${until}, false)
    and (notice.closed_at is null or notice.closed_at >= ${until}))`;
}

async function readNotices(db: Kysely<DB>, bounds: Bounds): Promise<FactNotice[]> {
  const { rows } = await sql<
    Omit<FactNotice, 'publishedAt' | 'modifiedAt'> & { published_at: Date | null; modified_at: Date | null }
  >`
    select notice.id, notice.kind, notice.title, notice.url, notice.published_at, notice.modified_at, notice.systems, notice.risks,
      ${isOpenAlert(bounds.until)} as "isOpenAlert",
      array(select vulnerability.name from vulnerabilities.certfr_vulnerability as link
        join vulnerabilities.vulnerability as vulnerability on vulnerability.id = link.vulnerability_id
        where link.certfr_id = notice.id order by vulnerability.name) as cves
    from vulnerabilities.certfr as notice where ${isOfWeek(bounds)}
    order by notice.kind, notice.id desc limit ${mostNotices}
  `.execute(db);
  return rows.map(({ published_at: published, modified_at: modified, ...row }) => ({
    ...row,
    publishedAt: published?.toISOString() ?? null,
    modifiedAt: modified?.toISOString() ?? null,
  }));
}
