import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { durationWords } from '#engines/duration-words.ts';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { Cause } from './api-shared.ts';
import type { LiveCause } from './live-impact.ts';
import { isSymptom, orderCauses } from './order-causes.ts';
import type { AssetRefWithState } from './sql-asset.ts';
import { bareRef, readRefs } from './sql-asset.ts';
import { visible } from './visibility.ts';

interface CauseFinding {
  readonly id: string;
  readonly asset_id: string;
  readonly severity: number;
  readonly availability: number;
  readonly integrity: number;
  readonly confidentiality: number;
  readonly title: Text;
  readonly opened_at: Date;
  readonly readable: boolean;
}

/** What the database knows of the assets at fault: read once for all the causes of a screen. */
export interface CauseFacts {
  readonly refs: ReadonlyMap<string, AssetRefWithState>;
  /** Open findings of each asset, worst first; those judged false positives excepted. */
  readonly findings: ReadonlyMap<string, readonly CauseFinding[]>;
  /** Title of the maintenance that is running on an asset. */
  readonly maintenance: ReadonlyMap<string, string>;
}

/** Reads what the sentences and the paths of these causes need. */
export async function readCauseFacts(
  db: Kysely<DB>,
  actor: Actor,
  causes: readonly LiveCause[],
  now: Date,
): Promise<CauseFacts> {
  const assetIds = [...new Set(causes.map((cause) => cause.assetId))];
  if (assetIds.length === 0) return { refs: new Map(), findings: new Map(), maintenance: new Map() };
  const [refs, findings, maintenance] = await Promise.all([
    readRefs(
      db,
      causes.flatMap((cause) => [cause.assetId, ...cause.path]),
    ),
    readFindings(db, actor, assetIds, now),
    readMaintenance(db, assetIds, now),
  ]);
  return { refs, findings, maintenance };
}

async function readFindings(db: Kysely<DB>, actor: Actor, assetIds: readonly string[], now: Date) {
  const { rows } = await sql<CauseFinding>`
    select finding.id, bearer.asset_id, finding.severity, finding.availability, finding.integrity,
      finding.confidentiality, finding.title, finding.opened_at, ${visible(actor, 'asset')} as readable
    from map.finding as finding
    join map.finding_bearer as bearer on bearer.finding_id = finding.id
    join map.asset as asset on asset.id = bearer.asset_id
    left join map.decision as decision on decision.id = finding.decision_id and decision.revoked_at is null
      and decision.expires_at > ${now}::timestamptz
    where finding.closed_at is null and bearer.asset_id = any(${assetIds}::uuid[])
      and decision.kind is distinct from 'false_positive'
    order by finding.severity desc, finding.opened_at
  `.execute(db);
  return Map.groupBy(rows, (row) => row.asset_id);
}

async function readMaintenance(
  db: Kysely<DB>,
  assetIds: readonly string[],
  now: Date,
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('map.maintenance as maintenance')
    .innerJoin('map.maintenance_asset as member', 'member.maintenance_id', 'maintenance.id')
    .select(['member.asset_id', 'maintenance.title'])
    .where('maintenance.cancelled_at', 'is', null)
    .where('maintenance.starts_at', '<=', now)
    .where('maintenance.ends_at', '>', now)
    .where(sql<boolean>`member.asset_id = any(${[...assetIds]}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.asset_id, row.title]));
}

/** The causes as a person reads them, first the one to tell; those on assets that left the map meanwhile are dropped. */
export function describeCauses(causes: readonly LiveCause[], facts: CauseFacts, now: Date): Cause[] {
  const described = causes.flatMap((cause) => describeCause(cause, facts, now) ?? []);
  return orderCauses(described, new Set(facts.maintenance.keys()));
}

function describeCause(cause: LiveCause, facts: CauseFacts, now: Date): Cause | null {
  const asset = facts.refs.get(cause.assetId);
  if (asset === undefined) return null;
  const findings = (facts.findings.get(cause.assetId) ?? []).filter((finding) => finding[cause.channel] > 0);
  const worst = findings[0];
  return {
    channel: cause.channel,
    asset: bareRef(asset),
    level: cause.level,
    since: worst?.opened_at.toISOString() ?? null,
    sentence: sentenceOf(asset, cause, worst, facts.maintenance.get(cause.assetId), now),
    findingIds: findings.filter((finding) => finding.readable).map((finding) => finding.id),
    path: cause.path.flatMap((id) => facts.refs.get(id) ?? []),
  };
}

function sentenceOf(
  asset: AssetRefWithState,
  cause: LiveCause,
  worst: CauseFinding | undefined,
  maintenance: string | undefined,
  now: Date,
): Text {
  if (maintenance !== undefined && cause.channel === 'availability') {
    return { fr: `Maintenance planifiée : ${maintenance}`, en: `Planned maintenance: ${maintenance}` };
  }
  if (worst === undefined) return withName(asset.name, levelWords(cause));
  return sinceWhen(withName(asset.name, worst.title), worst.opened_at, now);
}

/** The name goes before what does not already say it, in either language: « Routeur de Koné : ne répond plus ». */
export function withName(name: string, what: Text): Text {
  const says = (sentence: string) => sentence.toLowerCase().includes(name.toLowerCase());
  if (says(what.fr) || says(what.en)) return what;
  return { fr: `${name} : ${what.fr}`, en: `${name}: ${what.en}` };
}

/** Words by which a title says since when by itself. */
const alreadyDated = /\b(il y a|depuis)\b/i;

/** « Lien Nouméa–Koné coupé depuis 12 min ». */
export function sinceWhen(what: Text, since: Date, now: Date): Text {
  if (alreadyDated.test(what.fr)) return what;
  const lasted = durationWords(Math.max(1, (now.getTime() - since.getTime()) / 1000));
  const bare = (sentence: string) => sentence.replace(/[.\s]+$/, '');
  return { fr: `${bare(what.fr)} depuis ${lasted.fr}`, en: `${bare(what.en)} for ${lasted.en}` };
}

const availabilityWords: readonly Text[] = [
  { fr: 'normal', en: 'normal' },
  { fr: 'fragilisé', en: 'reduced' },
  { fr: 'dégradé', en: 'degraded' },
  { fr: 'interrompu', en: 'down' },
];
const compromiseWords: readonly Text[] = [
  { fr: 'intact', en: 'sound' },
  { fr: 'exposé', en: 'exposed' },
  { fr: 'compromission suspectée', en: 'compromise suspected' },
  { fr: 'compromission confirmée', en: 'compromise confirmed' },
];

function levelWords(cause: LiveCause): Text {
  const words = cause.channel === 'availability' ? availabilityWords : compromiseWords;
  return words[cause.level] ?? { fr: 'état inconnu', en: 'state unknown' };
}

/** One sentence for ordered causes: the first, « et 2 autres causes »; symptoms do not count. Empty where there is none. */
export function oneSentence(causes: readonly Cause[]): Text {
  const [first] = causes;
  if (first === undefined) return { fr: '', en: '' };
  const roots = causes.filter((cause) => cause === first || !isSymptom(cause, causes));
  const others = new Set(roots.map((cause) => cause.asset.id)).size - 1;
  if (others === 0) return first.sentence;
  return others === 1
    ? { fr: `${first.sentence.fr}, et une autre cause`, en: `${first.sentence.en}, and one other cause` }
    : {
        fr: `${first.sentence.fr}, et ${others} autres causes`,
        en: `${first.sentence.en}, and ${others} other causes`,
      };
}
