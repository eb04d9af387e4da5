import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Cause } from '#map/api-shared.ts';
import { describeCauses, readCauseFacts } from '#map/cause-sentences.ts';
import type { LiveImpact } from '#map/live-impact.ts';
import { sourceStatus } from '#map/source-status.ts';
import { seen } from '#map/visibility.ts';
import { readUnknownReasons, unknownSentence, whyUnknown } from '#map/unknown-reasons.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { ServiceRow } from './api.ts';
import { byGravity, serviceRow, shownDays } from './service-row.ts';
import type { StoredService } from './store.ts';
import { readStatePoints } from './store.ts';

const dayMilliseconds = 86_400_000;

export interface DescribedService {
  readonly row: ServiceRow;
  readonly causes: Cause[];
  /** The silent source because of which nobody knows how the service is. */
  readonly blindedBy: string | null;
}

/** Completes services with causes, sentences and bars: one read of each table for all of them. */
export async function describeServices(
  db: Kysely<DB>,
  actor: Actor,
  impact: LiveImpact,
  services: readonly StoredService[],
  zone: string,
  now: Date,
): Promise<DescribedService[]> {
  const live = new Map(services.filter(isHurt).map((service) => [service.id, impact.causes(service.id)]));
  const blind = services.filter((service) => service.state.unknown && !isHurt(service));
  const from = new Date(now.getTime() - (shownDays + 1) * dayMilliseconds);
  const [facts, reasons, points] = await Promise.all([
    readCauseFacts(db, actor, [...live.values()].flat(), now),
    blind.length === 0 ? [] : readUnknownReasons(db, now),
    readStatePoints(
      db,
      services.map((service) => service.id),
      from,
    ),
  ]);
  return services
    .map((service) => {
      const causes = describeCauses(live.get(service.id) ?? [], facts, now);
      const isBlind = blind.includes(service);
      const reason = isBlind ? whyUnknown(reasons, service.id, impact.suppliers(service.id)) : null;
      const why = isBlind ? unknownSentence(reason, now) : null;
      const row = serviceRow(service, {
        points: points.get(service.id) ?? [],
        causes,
        whyUnknown: why,
        zone,
        now,
      });
      return { row, causes, blindedBy: reason?.sourceId ?? null };
    })
    .toSorted((a, b) => byGravity(a.row, b.row));
}

function isHurt({ state }: StoredService): boolean {
  return state.availability > 0 || state.integrity > 0 || state.confidentiality > 0;
}

/** What the head of the home page counts. */
export async function readCounts(db: Kysely<DB>, actor: Actor, now: Date) {
  const [counts, sources] = await Promise.all([
    sql<{ open_findings: number; questions: number; demonstration: boolean; empty: boolean }>`
      select
        (select count(*)::int from map.finding as finding where finding.closed_at is null and ${seen(actor)}) as open_findings,
        (select count(*)::int from map.question as question where question.answered_at is null) as questions,
        exists (select from map.asset as asset where asset.demonstration and asset.retired_at is null) as demonstration,
        not exists (select from map.service as service
          join map.asset as asset on asset.id = service.asset_id and asset.retired_at is null)
        and not exists (select from map.claim as claim
          join map.bucket as bucket on bucket.id = claim.bucket_id
          join map.source as source on source.id = bucket.source_id
          where source.domain <> 'host') as empty
    `.execute(db),
    db
      .selectFrom('map.source as source')
      .select([
        'source.enabled',
        'source.expected_every_seconds',
        'source.last_success_at',
        'source.last_failure_at',
      ])
      .select(['source.silenced_at', 'source.created_at'])
      .execute(),
  ]);
  const silent = sources.filter((source) => {
    const facts = {
      enabled: source.enabled,
      expectedEverySeconds: source.expected_every_seconds,
      lastSuccessAt: source.last_success_at,
      lastFailureAt: source.last_failure_at,
      silencedAt: source.silenced_at,
      createdAt: source.created_at,
    };
    return sourceStatus(facts, now) === 'silent';
  });
  const [row] = counts.rows;
  return {
    openFindings: row?.open_findings ?? 0,
    questions: row?.questions ?? 0,
    silentSources: silent.length,
    demonstration: row?.demonstration ?? false,
    empty: row?.empty ?? true,
  };
}
