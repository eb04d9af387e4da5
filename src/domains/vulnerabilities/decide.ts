import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { VexFormat, VexJustification } from '#engines/vex/vex-statement.ts';
import { mayWrite, readWritableAsset } from '#map/visibility.ts';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import type { FieldProblem } from '#platform/problems.ts';
import { badRequest, conflict, forbidden, notFound, outOfScope } from '#platform/problems.ts';
import type { Actor, Right } from '#platform/rights.ts';
import { holds } from '#platform/rights.ts';
import { longestDecisionDays } from './api-decisions.ts';
import type { DecisionStatus, GivenScope } from './api-decisions.ts';
import { isLive, stillMatched } from './decision-scope.ts';

/** A risk is the CISO's to accept; whether something is affected, the analyst's to judge. */
export function rightOfStatus(status: DecisionStatus): Right {
  return status === 'accepted' ? 'decide' : 'analyse';
}

export interface NewDecision {
  readonly vulnerabilityId: number;
  readonly status: DecisionStatus;
  readonly justification: VexJustification | null;
  readonly statement: string;
  readonly scope: GivenScope;
  readonly expiresAt: string | null;
  readonly origin: 'person' | VexFormat;
  readonly documentId: string | null;
}

const dayMilliseconds = 86_400_000;

/**
 * Signs a decision, in a transaction; a live one on the same scope is superseded, and kept as revoked.
 * @throws Problem `bad-request`, `forbidden` (also for who could not revoke what it supersedes), `not-found`, `out-of-scope`
 */
export async function decide(
  db: Kysely<DB>,
  actor: Actor,
  given: NewDecision,
  now: Date,
): Promise<{ id: string; contradictedBy: number; scopeName: string }> {
  const right = rightOfStatus(given.status);
  if (!holds(actor, right)) throw forbidden(right);
  const faults = faultsOf(given, now);
  if (faults.length > 0) throw badRequest(faults);
  const scopeName = await admitScope(db, actor, right, given.scope);
  const scope = scopeColumns(given.scope);
  const { rows: superseded } = await sql<{ status: DecisionStatus }>`
    update vulnerabilities.decision as decision set revoked_at = ${now}::timestamptz, revoked_by_name = ${actor.name}
    where decision.vulnerability_id = ${given.vulnerabilityId} and ${isLive('decision', now)}
      and decision.asset_id is not distinct from ${scope.asset_id}::uuid
      and decision.service_id is not distinct from ${scope.service_id}::uuid
      and decision.component_id is not distinct from ${scope.component_id}::bigint
    returning decision.status
  `.execute(db);
  for (const { status } of superseded)
    if (!holds(actor, rightOfStatus(status))) throw forbidden(rightOfStatus(status));
  const { id } = await db
    .insertInto('vulnerabilities.decision')
    .values({
      vulnerability_id: given.vulnerabilityId,
      status: given.status,
      justification: given.status === 'not_affected' ? given.justification : null,
      statement: given.statement,
      ...scope,
      expires_at: given.expiresAt,
      origin: given.origin,
      document_id: given.documentId,
      created_by: actor.accountId,
      created_by_name: actor.name,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await announceDecision(db, id);
  return { id, contradictedBy: given.status === 'fixed' ? await contradictions(db, id) : 0, scopeName };
}

function faultsOf(given: NewDecision, now: Date): FieldProblem[] {
  const faults: FieldProblem[] = [];
  if (given.status === 'not_affected' && given.justification === null)
    faults.push({ field: 'body.justification', message: askJustification });
  const ahead = given.expiresAt === null ? null : Date.parse(given.expiresAt) - now.getTime();
  if (given.status === 'accepted' && ahead === null)
    faults.push({ field: 'body.expiresAt', message: askExpiry });
  if (ahead !== null && (ahead <= 0 || ahead > longestDecisionDays * dayMilliseconds))
    faults.push({ field: 'body.expiresAt', message: boundedExpiry });
  return faults;
}

/** @throws Problem `not-found`, `out-of-scope` */
async function admitScope(db: Kysely<DB>, actor: Actor, right: Right, scope: GivenScope): Promise<string> {
  if (scope.kind === 'estate') {
    if (!mayWrite(actor, right, null)) throw outOfScope();
    return '';
  }
  if (scope.kind === 'component') return await admitComponent(db, actor, right, scope.componentId);
  const asset = await readWritableAsset(db, actor, right, scope.assetId);
  if (scope.kind === 'service' && asset.type !== 'service')
    throw badRequest([{ field: 'body.scope.assetId', message: askService }]);
  return asset.name;
}

/** A component is decided on wherever it is installed: all of these assets must be in reach. */
async function admitComponent(
  db: Kysely<DB>,
  actor: Actor,
  right: Right,
  componentId: string,
): Promise<string> {
  const { rows } = await sql<{ name: string; version: string; owners: (string | null)[] | null }>`
    select component.name, component.version, owner.owners from map.component as component
    left join lateral (select array_agg(distinct asset.organisation_id) as owners from map.install as install
      join map.asset as asset on asset.id = install.asset_id where install.component_id = component.id) as owner on true
    where component.id = ${componentId}::bigint
  `.execute(db);
  const [component] = rows;
  if (component === undefined)
    throw notFound({ fr: `Composant ${componentId}`, en: `Component ${componentId}` });
  if (!(component.owners ?? [null]).every((owner) => mayWrite(actor, right, owner))) throw outOfScope();
  return `${component.name} ${component.version}`.trim();
}

function scopeColumns(scope: GivenScope) {
  return {
    asset_id: scope.kind === 'asset' ? scope.assetId : null,
    service_id: scope.kind === 'service' ? scope.assetId : null,
    component_id: scope.kind === 'component' ? scope.componentId : null,
  };
}

async function contradictions(db: Kysely<DB>, id: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select still.count from vulnerabilities.decision as decision join lateral (${stillMatched}) as still on true
    where decision.id = ${id}::uuid
  `.execute(db);
  return rows[0]?.count ?? 0;
}

/** Findings are judged again by who hears it. */
async function announceDecision(db: Kysely<DB>, id: string): Promise<void> {
  await announce(db, 'decision', id);
  await announce(db, 'vulnerability');
}

/**
 * Goes back on a decision: what it put aside is to be dealt with again.
 * @throws Problem `not-found`, `forbidden`, `out-of-scope`, `conflict` when it has ended already
 */
export async function revoke(
  db: Kysely<DB>,
  actor: Actor,
  id: string,
  now: Date,
): Promise<{ status: string; statement: string }> {
  const decision = await db
    .selectFrom('vulnerabilities.decision as decision')
    .selectAll()
    .where('decision.id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (decision === undefined) throw notFound({ fr: `Décision ${id}`, en: `Decision ${id}` });
  const status = decision.status as DecisionStatus;
  const right = rightOfStatus(status);
  if (!holds(actor, right)) throw forbidden(right);
  await admitScope(db, actor, right, givenScope(decision));
  if (decision.revoked_at !== null || (decision.expires_at !== null && decision.expires_at <= now))
    throw conflict({ fr: 'Cette décision a déjà pris fin.', en: 'This decision has already ended.' });
  await db
    .updateTable('vulnerabilities.decision')
    .set({ revoked_at: now, revoked_by_name: actor.name })
    .where('id', '=', id)
    .execute();
  await announceDecision(db, id);
  return { status, statement: decision.statement };
}

function givenScope(row: {
  readonly asset_id: string | null;
  readonly service_id: string | null;
  readonly component_id: string | null;
}): GivenScope {
  if (row.component_id !== null) return { kind: 'component', componentId: row.component_id };
  if (row.asset_id !== null) return { kind: 'asset', assetId: row.asset_id };
  return row.service_id === null ? { kind: 'estate' } : { kind: 'service', assetId: row.service_id };
}

const askJustification = {
  fr: '« Non touché » se justifie : choisissez pourquoi.',
  en: '“Not affected” needs a justification: choose why.',
};
const askExpiry = {
  fr: 'Un risque s’accepte jusqu’à une date : donnez-la.',
  en: 'A risk is accepted until a date: give it.',
};
const boundedExpiry = {
  fr: 'Donnez une date à venir, dans les deux ans.',
  en: 'Give a date to come, within two years.',
};
const askService = {
  fr: 'Cet actif n’est pas un service public.',
  en: 'This asset is not a public service.',
};
