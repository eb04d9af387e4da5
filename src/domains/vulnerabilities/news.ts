import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { severityOf } from '#engines/cvss/score-cvss.ts';
import type { KevEntry } from '#engines/advisory/advisory.ts';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import type { ScoredVector } from './advisory-facts.ts';
import type { MatchChange } from './match-sql.ts';
import * as words from './news-words.ts';
import type { BulletinChange } from './store-certfr.ts';

/** What there is to compare of a vulnerability before and after an import. */
export interface Snapshot {
  readonly id: number;
  readonly name: string;
  readonly state: string;
  readonly cvss: readonly ScoredVector[];
  readonly kev: KevEntry | null;
  /** Of the rules of names that components of the map answer to; null when there are none. */
  readonly ranges: string | null;
  readonly components: number;
  readonly subscribed: boolean;
}

/** One line of news, not yet written. */
export interface NewsLine {
  readonly kind:
    | 'kev_added'
    | 'kev_removed'
    | 'kev_changed'
    | 'alert_opened'
    | 'alert_closed'
    | 'published'
    | 'range_changed'
    | 'rejected'
    | 'severity_changed'
    | 'likelihood_raised'
    | 'matched'
    | 'unmatched'
    | 'subscription';
  readonly vulnerabilityId: number | null;
  readonly text: Text;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What is told of vulnerabilities, by number. */
export async function takeSnapshots(
  db: Kysely<DB>,
  ids: readonly number[],
): Promise<ReadonlyMap<number, Snapshot>> {
  const { rows } = await sql<Snapshot>`
    select own.id, own.name, own.state, own.cvss, own.kev, ranges.ranges,
      (select count(*)::int from vulnerabilities.match as match where match.vulnerability_id = own.id) as components,
      exists (select from vulnerabilities.advisory_vulnerability as link
        join vulnerabilities.subscription_hit as hit on hit.advisory_id = link.advisory_id
        where link.vulnerability_id = own.id) as subscribed
    from vulnerabilities.vulnerability as own
    left join lateral (
      select md5(string_agg(rules.told, '|' order by rules.told)) as ranges
      from (
        select row(rule.name_id, rule.status, rule.trust, rule.low, rule.high, rule.fixed_in, rule.part, rule.target,
          rule.condition)::text as told
        from vulnerabilities.rule as rule
        where rule.vulnerability_id = own.id
          and exists (select from vulnerabilities.component_key as key where key.name_id = rule.name_id)
      ) as rules
    ) as ranges on true
    where own.id = any(${ids}::int[])
  `.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** What one import of a batch changed, beside the snapshots. */
export interface BatchChanges {
  readonly before: ReadonlyMap<number, Snapshot>;
  readonly after: ReadonlyMap<number, Snapshot>;
  readonly created: ReadonlySet<number>;
  readonly matches: readonly MatchChange[];
  readonly bulletins: readonly BulletinChange[];
}

/**
 * The news of a batch. KEV and alerts are told always; the rest only of what touches a component of the map, before or
 * after, or a subscription. References, texts and dates alone are no news.
 */
export function newsOf({ before, after, created, matches, bulletins }: BatchChanges): readonly NewsLine[] {
  const begun = new Set(matches.filter(({ begun }) => begun > 0).map((one) => one.vulnerabilityId));
  const lines: NewsLine[] = bulletins.map((one) => ({
    kind: one.change === 'opened' ? 'alert_opened' : 'alert_closed',
    vulnerabilityId: null,
    text: words.alert(one),
    detail: { id: one.id, url: one.url, cves: one.cves },
  }));
  for (const [id, now] of after) {
    const was = before.get(id);
    const add = (kind: NewsLine['kind'], text: Text, detail: NewsLine['detail'] = {}) =>
      lines.push({ kind, vulnerabilityId: id, text, detail });
    addKevNews(was, now, add);
    const isTouching = now.components > 0 || (was?.components ?? 0) > 0;
    if (!isTouching && !now.subscribed) continue;
    const detail = { components: now.components };
    if (was === undefined || created.has(id)) {
      add('published', words.published(now.name, now.components), detail);
      continue;
    }
    addChanges(was, now, begun.has(id), add);
  }
  return lines;
}

type Add = (kind: NewsLine['kind'], text: Text, detail?: NewsLine['detail']) => void;

function addKevNews(was: Snapshot | undefined, now: Snapshot, add: Add): void {
  const [old, kev] = [was?.kev ?? null, now.kev];
  if (old === null && kev !== null)
    add('kev_added', words.kevAdded(now.name, kev), { dueOn: kev.dueOn, ransomware: kev.ransomware });
  else if (old !== null && kev === null) add('kev_removed', words.kevRemoved(now.name));
  else if (old !== null && kev !== null) {
    const fields = kevFields.filter((field) => old[field] !== kev[field]);
    if (fields.length > 0)
      add('kev_changed', words.kevChanged(now.name, fields), { fields, before: old, after: kev });
  }
}

const kevFields = [
  'vendor',
  'product',
  'name',
  'description',
  'action',
  'addedOn',
  'dueOn',
  'ransomware',
] as const;

function addChanges(was: Snapshot, now: Snapshot, hasBegun: boolean, add: Add): void {
  const detail = { before: was.components, components: now.components };
  if (was.state !== 'rejected' && now.state === 'rejected') {
    add('rejected', words.rejected(now.name), detail);
    return;
  }
  if (was.components === 0 && now.components > 0 && hasBegun)
    add('matched', words.matched(now.name, now.components), detail);
  else if (was.components > 0 && now.components === 0) add('unmatched', words.unmatched(now.name), detail);
  else if (was.ranges !== now.ranges) add('range_changed', words.rangeChanged(now.name), detail);
  const [from, to] = [severity(was.cvss), severity(now.cvss)];
  if (from !== to && to !== null)
    add('severity_changed', words.severityChanged(now.name, from, to), { from, to });
}

function severity(cvss: readonly ScoredVector[]): string | null {
  const best = cvss.find(({ score }) => score !== null);
  return best?.score == null ? null : (best.severity ?? severityOf(best.version, best.score));
}

/** Writes the lines; in the transaction of what they tell. */
export async function writeNews(
  db: Kysely<DB>,
  feedId: string,
  lines: readonly NewsLine[],
  now: Date,
): Promise<void> {
  if (lines.length === 0) return;
  await sql`
    insert into vulnerabilities.news (at, kind, vulnerability_id, feed_id, text, detail)
    select ${now}::timestamptz, given.kind, given."vulnerabilityId", ${feedId}, given.text, given.detail
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
      as given (kind text, "vulnerabilityId" int, text jsonb, detail jsonb)
  `.execute(db);
}
