import { forbidden } from '#platform/problems.ts';
import { holds } from '#platform/rights.ts';
import type { Actor } from '#platform/rights.ts';
import type { AuditNote, Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import {
  actOnFindings,
  decideOnFindings,
  listFindingAssets,
  listFindings,
  listPeople,
  listRules,
  readFinding,
  revokeDecision,
} from './api-findings.ts';
import type { FindingHead } from './finding-actions.ts';
import { actOn, lockFindings } from './finding-actions.ts';
import type { DecisionBody } from './finding-decisions.ts';
import { decide, revoke, rightOfDecision } from './finding-decisions.ts';
import { rulesOf } from './rules-registry.ts';
import { readFindingAssets, readFindingDetail } from './store-finding-detail.ts';
import { listFindingRows } from './store-findings.ts';
import { readAssignable } from './store-people.ts';
import { readRuleRuns } from './store-rules.ts';

const list = route(
  listFindings,
  async ({ app, db, actor, query }) => await listFindingRows(db, actor, query, rulesOf(app), new Date()),
);

const read = route(
  readFinding,
  async ({ app, db, actor, params }) =>
    await readFindingDetail(db, actor, params.id, rulesOf(app), new Date()),
);

const assets = route(
  listFindingAssets,
  async ({ db, actor, params, query }) => await readFindingAssets(db, actor, params.id, query),
);

function note(audit: AuditNote, findings: readonly FindingHead[]): void {
  const [first] = findings;
  if (first === undefined) return;
  audit.subject = { kind: 'finding', id: first.id, name: first.title.fr.slice(0, 300) };
  if (findings.length > 1) audit.detail['findings'] = findings.map((finding) => finding.id);
}

const act = route(actOnFindings, async ({ db, actor, audit, body }) => {
  const findings = await lockFindings(db, actor, 'act', body.ids);
  note(audit, findings);
  audit.detail['action'] = body.action;
  return { changed: await actOn(db, actor, findings, body.action, new Date()) };
});

/** @throws Problem `forbidden` naming the right that this kind of decision asks for */
function allowDecision(actor: Actor, kind: DecisionBody['kind']): void {
  const right = rightOfDecision[kind];
  if (!holds(actor, right)) throw forbidden(right);
}

const takeDecision = route(decideOnFindings, async ({ db, actor, audit, body }) => {
  allowDecision(actor, body.kind);
  const findings = await lockFindings(db, actor, rightOfDecision[body.kind], body.ids);
  note(audit, findings);
  const id = await decide(db, actor, findings, body, new Date());
  audit.detail['decision'] = { id, kind: body.kind, reason: body.reason, expiresAt: body.expiresAt };
  return { id };
});

const endDecision = route(revokeDecision, async ({ db, actor, audit, params }) => {
  audit.subject = { kind: 'decision', id: params.id };
  const decision = await revoke(db, actor, params.id, (kind) => allowDecision(actor, kind), new Date());
  audit.detail['before'] = decision;
  return { done: true as const };
});

const people = route(listPeople, async ({ db }) => ({ items: await readAssignable(db) }));

const rules = route(listRules, async ({ app, db }) => ({ items: await readRuleRuns(db, rulesOf(app)) }));

export const findingRoutes: Route[] = [list, read, assets, act, takeDecision, endDecision, people, rules];
