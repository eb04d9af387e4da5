import { notFound } from '#platform/problems.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import { readGeography, readGraph, readSinglePoints, whatIf } from './api-graph.ts';
import { impactOf } from './live-impact.ts';
import { serviceCondition } from './service-condition.ts';
import { readServiceNeeds } from './service-needs.ts';
import { bareRef, readRefs } from './sql-asset.ts';
import { readSitesAndLinks } from './store-geography.ts';
import { readMapGraph } from './store-graph.ts';
import { readVisibleAsset, readVisibleAssets } from './visibility.ts';

/** Most assets named in the reply of a what-if; all are counted. */
const mostShown = 500;
const mostSinglePoints = 200;

const graph = route(readGraph, async ({ db, actor, query }) => {
  if (query.focus !== undefined) await readVisibleAsset(db, actor, query.focus);
  const read = await readMapGraph(db, actor, query);
  return { at: query.at ?? new Date().toISOString(), ...read };
});

const geography = route(readGeography, async ({ db, actor }) => await readSitesAndLinks(db, actor));

const simulate = route(whatIf, async ({ app, db, actor, body }) => {
  await readVisibleAssets(db, actor, [...body.lost, ...body.isolated]);
  const changes = impactOf(app).whatIf(body.lost, body.isolated);
  const [refs, needs] = await Promise.all([
    readRefs(
      db,
      changes.map((change) => change.assetId),
      actor,
    ),
    readServiceNeeds(db),
  ]);
  const now = new Date();
  const named = changes.flatMap((change) => {
    const ref = refs.get(change.assetId);
    return ref === undefined ? [] : { asset: bareRef(ref), before: change.before, after: change.after };
  });
  const services = named.flatMap((change) => {
    const need = needs.get(change.asset.id);
    if (need === undefined) return [];
    const condition = serviceCondition({ ...need, ...change.after, down_since: null }, now);
    return { ...change, severityAfter: condition.severity };
  });
  const worst = (a: (typeof named)[number], b: (typeof named)[number]) =>
    b.after.availability - a.after.availability || a.asset.name.localeCompare(b.asset.name, 'fr');
  const others = named.filter((change) => !needs.has(change.asset.id)).toSorted(worst);
  return {
    services: services.toSorted((a, b) => b.severityAfter - a.severityAfter || worst(a, b)),
    assets: others.slice(0, mostShown),
    assetsTotal: others.length,
  };
});

const singlePoints = route(readSinglePoints, async ({ app, db, actor, params }) => {
  const service = await readVisibleAsset(db, actor, params.id);
  const needs = await readServiceNeeds(db);
  if (!needs.has(service.id)) throw notFound({ fr: `Service ${params.id}`, en: `Service ${params.id}` });
  const points = impactOf(app).singlePoints(service.id, mostSinglePoints);
  // Named whole, as causes are: the owner of a service must know on what alone it hangs.
  const refs = await readRefs(db, points);
  return { items: points.flatMap((id) => (id === service.id ? [] : (refs.get(id) ?? []))) };
});

export const graphRoutes: Route[] = [graph, geography, simulate, singlePoints];
