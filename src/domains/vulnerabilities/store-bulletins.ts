import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Bulletin, LineEdit } from '#engines/bulletin/bulletin.ts';
import type { Tlp } from '#engines/bulletin/tlp.ts';
import type { DB } from '#platform/database-types.ts';
import { readSetting } from '#platform/settings/read-setting.ts';
import type { BulletinList } from './api-bulletin.ts';
import { readBulletinDraft } from './store-bulletin-facts.ts';

/** A row of `vulnerabilities.bulletin`. */
export interface BulletinRow {
  readonly id: string;
  readonly week: string;
  readonly version: number;
  readonly tlp: Tlp;
  readonly introduction: string | null;
  readonly edits: readonly LineEdit[];
  /** As it was published. */
  readonly document: Bulletin | null;
  readonly preparedBy: string;
  readonly publishedAt: Date | null;
}

const columns = sql`bulletin.id, bulletin.week::text, bulletin.version, bulletin.tlp, bulletin.introduction, bulletin.edits,
  bulletin.document, bulletin.prepared_by_name as "preparedBy", bulletin.published_at as "publishedAt"`;

/** The versions of a week, the last first. */
export async function readVersions(db: Kysely<DB>, week: string): Promise<readonly BulletinRow[]> {
  const { rows } = await sql<BulletinRow>`
    select ${columns} from vulnerabilities.bulletin as bulletin where bulletin.week = ${week}::date order by bulletin.version desc
  `.execute(db);
  return rows;
}

/** All bulletins, the last weeks first: ten years of them are a page. */
export async function readBulletins(db: Kysely<DB>): Promise<BulletinList['items']> {
  const { rows } = await sql<
    Omit<BulletinList['items'][number], 'publishedAt'> & { published_at: Date | null }
  >`
    select bulletin.id, bulletin.week::text, bulletin.version, bulletin.tlp, bulletin.prepared_by_name as "preparedBy",
      bulletin.published_at, jsonb_array_length(bulletin.document #> '{draft,lines}')
        - (select count(*)::int from jsonb_array_elements(bulletin.edits) as edit (one) where (one -> 'leftOut')::boolean) as lines
    from vulnerabilities.bulletin as bulletin order by bulletin.week desc, bulletin.version desc limit 600
  `.execute(db);
  return rows.map(({ published_at: published, ...row }) => ({
    ...row,
    publishedAt: published?.toISOString() ?? null,
  }));
}

/** What a person gave a bulletin beside its data. */
export interface BulletinGiven {
  readonly tlp: Tlp;
  readonly introduction: string | null;
  readonly edits: readonly LineEdit[];
}

/** The whole bulletin of a week as it would be now: from the data, and what a person gave it. */
export async function composeBulletin(
  db: Kysely<DB>,
  week: string,
  given: BulletinGiven & { readonly version: number; readonly preparedBy: string },
  timeZone: string,
  now: Date,
): Promise<Bulletin> {
  const { draft, caveats } = await readBulletinDraft(db, week, timeZone, now);
  const keys = new Set(draft.lines.map(({ key }) => key));
  return {
    administration: await readSetting(db, 'instanceName'),
    week,
    ...given,
    // A line that the data no longer give takes its edit with it.
    edits: given.edits.filter(({ key }) => keys.has(key)),
    draft,
    caveats,
    timeZone,
    publishedAt: null,
    readAt: now.toISOString(),
  };
}

/** Writes the draft of a week; its number is the one after what is published. In a transaction that holds the week. */
export async function storeDraft(
  db: Kysely<DB>,
  week: string,
  given: BulletinGiven,
  by: string,
  now: Date,
): Promise<number> {
  const version = await nextVersion(db, week);
  await sql`
    insert into vulnerabilities.bulletin (week, version, tlp, introduction, edits, prepared_by_name, updated_at)
    values (${week}::date, ${version}, ${given.tlp}, ${given.introduction}, ${JSON.stringify(given.edits)}::jsonb, ${by}, ${now})
    on conflict (week, version) do update set tlp = excluded.tlp, introduction = excluded.introduction, edits = excluded.edits,
      prepared_by_name = excluded.prepared_by_name, updated_at = excluded.updated_at
  `.execute(db);
  return version;
}

async function nextVersion(db: Kysely<DB>, week: string): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    select coalesce(max(version), 0) + 1 as version from vulnerabilities.bulletin
    where week = ${week}::date and published_at is not null
  `.execute(db);
  return rows[0]?.version ?? 1;
}

/** Freezes the draft of a week as this document. */
export async function freeze(db: Kysely<DB>, document: Bulletin, now: Date): Promise<void> {
  await sql`
    update vulnerabilities.bulletin set document = ${JSON.stringify(document)}::jsonb, published_at = ${now}, updated_at = ${now}
    where week = ${document.week}::date and version = ${document.version} and published_at is null
  `.execute(db);
}

/** Takes the draft of a week away; null when there is none. */
export async function removeDraft(db: Kysely<DB>, week: string): Promise<number | null> {
  const { rows } = await sql<{ version: number }>`
    delete from vulnerabilities.bulletin where week = ${week}::date and published_at is null returning version
  `.execute(db);
  return rows[0]?.version ?? null;
}

/** Two people who save one week do it one after the other. */
export async function holdWeek(db: Kysely<DB>, week: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`bulletin ${week}`}))`.execute(db);
}
