import { mayWrite } from '#map/visibility.ts';
import type { Job } from '#platform/jobs.ts';
import { outOfScope } from '#platform/problems.ts';
import type { Actor } from '#platform/rights.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import { answerAlias, listAliases, proposeAliases } from './api-aliases.ts';
import { proposeNames, readAliases, writeAnswer } from './store-aliases.ts';

/** Names are those of the whole estate. */
function requireWholeAdministration(actor: Actor): void {
  if (!mayWrite(actor, 'analyse', null)) throw outOfScope();
}

const list = route(listAliases, async ({ db, actor, query }) => await readAliases(db, actor, query));

const answer = route(answerAlias, async ({ db, actor, audit, params, body }) => {
  requireWholeAdministration(actor);
  const names = await writeAnswer(db, params.id, body.answer, actor.name, new Date());
  audit.subject = { kind: 'alias', id: String(params.id), name: `${names.from} = ${names.to}` };
  audit.detail['before'] = names.before;
  audit.detail['after'] = body.answer;
  return { done: true as const };
});

const propose = route(proposeAliases, async ({ db, actor, audit }) => {
  requireWholeAdministration(actor);
  const proposed = await proposeNames(db, new Date());
  audit.detail['proposed'] = proposed;
  const { pending } = await readAliases(db, actor, { state: 'pending', limit: 1, offset: 0 });
  return { proposed, pending };
});

export const aliasRoutes: readonly Route[] = [list, answer, propose];

/** Advisories and software both change: names are looked for again each hour. */
export const proposeAliasesJob: Job = {
  id: 'vulnerabilities.propose-names',
  title: {
    fr: 'Chercher sous quels noms les avis parlent de nos produits',
    en: 'Look for the names under which advisories speak of our products',
  },
  schedule: '41 * * * *',
  run: async (app) => {
    await proposeNames(app.db, new Date());
  },
};
