import { outOfScope } from '#platform/problems.ts';
import type { Actor } from '#platform/rights.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import { answerQuestion as settleQuestion } from './answer-question.ts';
import {
  answerQuestion,
  cancelMaintenance,
  createMaintenance,
  importMap,
  listMaintenance,
  listQuestions,
  listSources,
  updateSource,
} from './api-sources.ts';
import { importFile } from './import-file.ts';
import { refreshAssets } from './refresh-assets.ts';
import { refreshServiceRows } from './service-rows.ts';
import { cancelWindow, planMaintenance, readMaintenance } from './store-maintenance.ts';
import { readAnswerable, readQuestions } from './store-questions.ts';
import { assetsOfSource, changeSource, readSources } from './store-sources.ts';
import { mayWrite } from './visibility.ts';

/** Sources speak of the assets of everybody. */
function requireWholeAdministration(actor: Actor): void {
  if (!mayWrite(actor, 'operate', null)) throw outOfScope();
}

const list = route(listSources, async ({ db }) => ({ items: await readSources(db, new Date()) }));

const update = route(updateSource, async ({ db, actor, audit, params, body }) => {
  requireWholeAdministration(actor);
  const { key, before } = await changeSource(db, params.id, body);
  audit.subject = { kind: 'source', id: params.id, name: key };
  audit.detail['before'] = before;
  audit.detail['after'] = body;
  const precedence = body.rank !== undefined && body.rank !== before.rank;
  const patience =
    body.orphanAfterSeconds !== undefined && body.orphanAfterSeconds !== before.orphanAfterSeconds;
  if (precedence || patience) await refreshAssets(db, await assetsOfSource(db, params.id), new Date());
  return { done: true as const };
});

const questions = route(listQuestions, async ({ db, actor }) => ({ items: await readQuestions(db, actor) }));

const answer = route(answerQuestion, async ({ db, actor, audit, params, body }) => {
  const { claimKey } = await readAnswerable(db, actor, params.id);
  audit.subject = { kind: 'question', id: params.id, name: claimKey };
  audit.detail['assetId'] = body.assetId;
  await settleQuestion(db, params.id, body.assetId, actor.accountId, new Date());
  await refreshServiceRows(db);
  return { done: true as const };
});

const bring = route(importMap, async ({ db, actor, audit, body }) => {
  requireWholeAdministration(actor);
  audit.subject = { kind: 'import', id: body.sourceName, name: body.sourceName };
  audit.detail['format'] = body.format;
  audit.detail['dryRun'] = body.dryRun;
  audit.detail['partial'] = body.partial;
  const report = await importFile(db, body, new Date());
  const { rows, accepted, refusedTotal, changes, applied } = report;
  audit.detail['report'] = { rows, accepted, refusedTotal, changes, applied };
  return report;
});

const windows = route(listMaintenance, async ({ db, actor }) => ({
  items: await readMaintenance(db, actor, new Date()),
}));

const plan = route(createMaintenance, async ({ db, actor, audit, body }) => {
  const id = await planMaintenance(db, actor, body, new Date());
  audit.subject = { kind: 'maintenance', id, name: body.title };
  audit.detail['after'] = body;
  return { id };
});

const cancel = route(cancelMaintenance, async ({ db, actor, audit, params }) => {
  const title = await cancelWindow(db, actor, params.id, new Date());
  audit.subject = { kind: 'maintenance', id: params.id, name: title };
  return { done: true as const };
});

export const sourceRoutes: Route[] = [list, update, questions, answer, bring, windows, plan, cancel];
