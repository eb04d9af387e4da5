import { notFound } from '#platform/problems.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import {
  createAsset,
  createLink,
  listAssets,
  readAsset,
  readAssetHistory,
  removeLink,
  retireAsset,
  searchAll,
  updateAsset,
} from './api-assets.ts';
import { describeCauses, readCauseFacts } from './cause-sentences.ts';
import { impactOf } from './live-impact.ts';
import { readServiceIds, servicesOnEach } from './service-reach.ts';
import { readRefs } from './sql-asset.ts';
import {
  readAssetDates,
  readAttributes,
  readClaims,
  readIdentities,
  readLinks,
  readObservations,
} from './store-asset-detail.ts';
import { readHistory } from './store-asset-history.ts';
import { listAssetRows, readAssetRow } from './store-assets.ts';
import { findersOf } from './rules-registry.ts';
import { searchMap } from './store-search.ts';
import { readVisibleAsset, readWritableAsset } from './visibility.ts';
import { addAsset, correctAsset, retire } from './write-assets.ts';
import { addLink, dropLink } from './write-links.ts';

const list = route(listAssets, async ({ app, db, actor, query }) => {
  const [page, serviceIds] = await Promise.all([listAssetRows(db, actor, query), readServiceIds(db)]);
  const ids = page.items.map((item) => item.id);
  const services = servicesOnEach(impactOf(app), ids, serviceIds);
  return { ...page, items: page.items.map((item) => ({ ...item, services: services.get(item.id) ?? 0 })) };
});

const read = route(readAsset, async ({ app, db, actor, params }) => {
  const row = await readAssetRow(db, actor, params.id);
  if (row === undefined) throw notFound({ fr: `Actif ${params.id}`, en: `Asset ${params.id}` });
  const { id } = row;
  const impact = impactOf(app);
  const now = new Date();
  const causes = impact.causes(id);
  const [dates, attributes, identities, claims, links, observations, facts, serviceIds] = await Promise.all([
    readAssetDates(db, id),
    readAttributes(db, id),
    readIdentities(db, id),
    readClaims(db, id),
    readLinks(db, actor, id),
    readObservations(db, id),
    readCauseFacts(db, actor, causes, now),
    readServiceIds(db),
  ]);
  const dependents = impact.dependents(id).intersection(new Set(serviceIds));
  const dependentServices = [...(await readRefs(db, dependents, actor)).values()].toSorted(
    (a, b) => b.state.availability - a.state.availability || a.name.localeCompare(b.name, 'fr'),
  );
  return {
    ...row,
    services: dependents.size,
    ...dates,
    attributes,
    identities,
    claims,
    links,
    causes: describeCauses(causes, facts, now),
    dependentServices,
    observations,
  };
});

const history = route(readAssetHistory, async ({ db, actor, params }) => {
  const asset = await readVisibleAsset(db, actor, params.id);
  return { items: await readHistory(db, actor, asset.id) };
});

const create = route(createAsset, async ({ db, actor, audit, body }) => {
  const id = await addAsset(db, actor, body, new Date());
  audit.subject = { kind: 'asset', id, name: body.name };
  audit.detail['after'] = body;
  return { id };
});

const update = route(updateAsset, async ({ db, actor, audit, params, body }) => {
  const asset = await readWritableAsset(db, actor, 'operate', params.id);
  audit.subject = { kind: 'asset', id: asset.id, name: asset.name };
  audit.detail['after'] = body;
  await correctAsset(db, actor, asset, body, new Date());
  return { done: true as const };
});

const remove = route(retireAsset, async ({ db, actor, audit, params, body }) => {
  const asset = await readWritableAsset(db, actor, 'operate', params.id);
  audit.subject = { kind: 'asset', id: asset.id, name: asset.name };
  audit.detail['reason'] = body.reason;
  await retire(db, asset.id, new Date());
  return { done: true as const };
});

const link = route(createLink, async ({ db, actor, audit, body }) => {
  const id = await addLink(db, actor, body, new Date());
  audit.subject = { kind: 'link', id };
  audit.detail['after'] = body;
  return { id };
});

const unlink = route(removeLink, async ({ db, actor, audit, params }) => {
  audit.subject = { kind: 'link', id: params.id };
  await dropLink(db, actor, params.id, new Date());
  return { done: true as const };
});

const search = route(searchAll, async ({ app, db, actor, query }) => ({
  items: await searchMap(db, actor, query.q, findersOf(app)),
}));

export const assetRoutes: Route[] = [list, read, history, create, update, remove, link, unlink, search];
