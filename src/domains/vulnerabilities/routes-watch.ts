import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { impactOf } from '#map/live-impact.ts';
import type { App } from '#platform/app.ts';
import type { DB } from '#platform/database-types.ts';
import { notFound } from '#platform/problems.ts';
import type { Actor } from '#platform/rights.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import { readAdvisoryRecord, readEvidence, readVulnerability } from './api-cve.ts';
import type { CveDetail } from './api-cve.ts';
import { listNews, listVulnerabilities, readWatch } from './api-watch.ts';
import type { VulnerabilityHead } from './api-watch.ts';
import { readFeedHealth } from './feed-health.ts';
import { settlePlaces } from './settled-places.ts';
import type { CveRow } from './store-cve.ts';
import { findVulnerability, readAdvisories, readNearby, readWays, storyOf } from './store-cve.ts';
import { findingsOf } from './store-cve-findings.ts';
import type { CveFinding } from './store-cve-findings.ts';
import { readDecisions } from './store-decisions.ts';
import { readRawRecord, readStretches } from './store-evidence.ts';
import { listExposed } from './store-exposed.ts';
import { headFinding, headOf, readHeads } from './store-heads.ts';
import { readHistory, readNews } from './store-news.ts';
import { exposureOf, readPlaces } from './store-places.ts';
import { healthReply, readInventory, readWatchFigures } from './store-watch.ts';
import { isCve } from './vulnerability-names.ts';

const watch = route(readWatch, async ({ db, actor }) => await readWatchFigures(db, actor, new Date()));

const news = route(
  listNews,
  async ({ app, db, actor, query }) => await readNews(db, actor, query, app.config.timeZone, new Date()),
);

const list = route(
  listVulnerabilities,
  async ({ db, actor, query }) => await listExposed(db, actor, query, new Date()),
);

function unknown(name: string) {
  return notFound({ fr: `Vulnérabilité ${name}`, en: `Vulnerability ${name}` });
}

/** Numbers are written in upper case; those of other catalogues (`GHSA-…`) as they are. */
function numberOf(name: string): string {
  return /^cve-/i.test(name) ? name.toUpperCase() : name;
}

const read = route(readVulnerability, async ({ app, db, actor, params }) => {
  const name = numberOf(params.name);
  const now = new Date();
  const row = await findVulnerability(db, name);
  if (row !== undefined) return await knownCve(app, db, actor, row, now);
  if (!isCve(name)) throw unknown(name);
  return await unknownCve(db, actor, name, now);
});

async function knownCve(app: App, db: Kysely<DB>, actor: Actor, row: CveRow, now: Date): Promise<CveDetail> {
  const found = await readExposure(db, actor, row, now);
  const { places, total, services } = found;
  const isHere = total > 0;
  const filter = { vulnerability: row.name, state: 'all' as const, limit: 100, offset: 0 };
  const [head, nearby, advisories, findings, decisions, ways, history, feeds, inventory] = await Promise.all([
    readHead(db, actor, row, found, now),
    isHere ? { names: [], nearby: [] } : readNearby(db, actor, row.id),
    readAdvisories(db, row.id),
    isHere ? findingsOf(db, actor, [row.id]) : new Map<number, CveFinding[]>(),
    row.decided ? readDecisions(db, actor, filter, now) : { items: [] },
    isHere ? readWays(db, actor, impactOf(app), places) : [],
    readHistory(db, actor, row.id),
    readFeedHealth(db, now),
    isHere ? null : readInventory(db, actor),
  ]);
  const urgent = (findings.get(row.id) ?? []).slice(0, 20);
  const [first] = urgent;
  return {
    known: true,
    head: first === undefined ? head : { ...head, finding: headFinding(first) },
    ...storyOf(row),
    status: head.status,
    services: [...services.values()],
    places,
    placesTotal: total,
    ways,
    ...nearby,
    advisories,
    decisions: decisions.items,
    findings: urgent.map(({ id, title, deadline, dueAt, reason, assignedTo }) => ({
      id,
      title,
      deadline,
      dueAt,
      reason,
      assignedTo,
    })),
    history,
    feeds: healthReply(feeds),
    inventory,
  };
}

const nowhere = { places: [], total: 0, services: new Map() };

async function readExposure(
  db: Kysely<DB>,
  actor: Actor,
  row: CveRow,
  now: Date,
): Promise<Awaited<ReturnType<typeof readPlaces>>> {
  if (!row.matched) return nowhere;
  const settled = row.particular ? await settlePlaces(db, sql`match.vulnerability_id = ${row.id}`) : [];
  return await readPlaces(db, actor, row.id, settled, now);
}

/** From the places when all of them were read; else counted apart. */
async function readHead(
  db: Kysely<DB>,
  actor: Actor,
  row: CveRow,
  { places, total, services }: Awaited<ReturnType<typeof readPlaces>>,
  now: Date,
): Promise<VulnerabilityHead> {
  const [best = null] = row.cvss;
  if (total <= places.length) return headOf(row, best, exposureOf(places), services, null);
  const heads = await readHeads(db, actor, [row.id], now);
  return heads.get(row.id) ?? headOf(row, best, exposureOf(places), services, null);
}

/** No feed speaks of it: what EPSS alone knows, and how far the watch sees. */
async function unknownCve(db: Kysely<DB>, actor: Actor, name: string, now: Date): Promise<CveDetail> {
  const [epss, feeds, inventory] = await Promise.all([
    db
      .selectFrom('vulnerabilities.epss as epss')
      .select(['epss.score', 'epss.percentile'])
      .where('epss.cve', '=', name)
      .executeTakeFirst(),
    readFeedHealth(db, now),
    readInventory(db, actor),
  ]);
  return {
    known: false,
    head: { ...nothing, name, epss: epss?.score ?? null },
    description: '',
    aliases: [],
    modifiedAt: null,
    weaknesses: [],
    links: [],
    scores: [],
    epssPercentile: epss?.percentile ?? null,
    kev: null,
    kevRemovedOn: null,
    ssvc: null,
    bulletins: [],
    status: 'none',
    services: [],
    places: [],
    placesTotal: 0,
    ways: [],
    nearby: [],
    names: [],
    advisories: [],
    remedies: [],
    decisions: [],
    findings: [],
    history: [],
    feeds: healthReply(feeds),
    inventory,
  };
}

const nothing: VulnerabilityHead = {
  name: '',
  title: '',
  state: 'published',
  publishedAt: null,
  kev: null,
  alerts: [],
  active: false,
  epss: null,
  cvss: null,
  status: 'none',
  components: 0,
  assets: 0,
  services: [],
  servicesTotal: 0,
  fixes: [],
  finding: null,
};

const evidence = route(readEvidence, async ({ db, params }) => {
  const row = await findVulnerability(db, numberOf(params.name));
  return { advisories: row === undefined ? [] : await readStretches(db, row.id) };
});

const record = route(
  readAdvisoryRecord,
  async ({ db, params, query }) => await readRawRecord(db, params.id, query.pointer),
);

export const watchRoutes: readonly Route[] = [watch, news, list, read, evidence, record];
