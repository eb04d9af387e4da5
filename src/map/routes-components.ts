import { refusedInput, notFound } from '#platform/problems.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import {
  importSoftware,
  listAssetSoftware,
  listComponents,
  readComponent,
  replaceSoftware,
} from './api-components.ts';
import { ensureSoftwareSource, importInventory } from './import-software.ts';
import { replaceInstalls } from './installs.ts';
import { markSuccess } from './sources.ts';
import {
  listComponentRows,
  listSoftwareRows,
  readComponentHead,
  readComponentInstalls,
  readOtherVersions,
  readReadings,
} from './store-components.ts';
import { readVisibleAsset, readWritableAsset } from './visibility.ts';

const list = route(listComponents, async ({ db, actor, query }) => await listComponentRows(db, actor, query));

const read = route(readComponent, async ({ db, actor, params }) => {
  const head = await readComponentHead(db, actor, params.id);
  if (head === undefined) throw notFound({ fr: `Logiciel ${params.id}`, en: `Software ${params.id}` });
  const { createdAt, ...component } = head;
  const [installs, otherVersions] = await Promise.all([
    readComponentInstalls(db, actor, params.id),
    readOtherVersions(db, actor, params.id),
  ]);
  return { ...component, firstSeenAt: createdAt.toISOString(), installs, otherVersions };
});

const ofAsset = route(listAssetSoftware, async ({ db, actor, params, query }) => {
  const asset = await readVisibleAsset(db, actor, params.id);
  const [page, readings] = await Promise.all([
    listSoftwareRows(db, asset.id, query),
    readReadings(db, asset.id),
  ]);
  return { ...page, readings };
});

const bring = route(importSoftware, async ({ db, actor, audit, params, body }) => {
  const asset = await readWritableAsset(db, actor, 'operate', params.id);
  audit.subject = { kind: 'asset', id: asset.id, name: asset.name };
  audit.detail['source'] = body.sourceName;
  audit.detail['dryRun'] = body.dryRun;
  const report = await importInventory(db, asset.id, body, new Date());
  const { format, components, added, removed, kept } = report;
  audit.detail['report'] = { format, components, added, removed, kept };
  return report;
});

const replace = route(replaceSoftware, async ({ db, actor, audit, params, body }) => {
  const asset = await readWritableAsset(db, actor, 'operate', params.id);
  audit.subject = { kind: 'asset', id: asset.id, name: asset.name };
  audit.detail['source'] = body.sourceName;
  const { software, isEmptyOk } = body;
  if (software.length === 0 && !isEmptyOk) throw refusedInput(emptyList, []);
  const now = new Date();
  const sourceId = await ensureSoftwareSource(db, body.sourceName);
  const report = await replaceInstalls(db, { sourceId, assetId: asset.id, software, now, isEmptyOk });
  await markSuccess(db, sourceId, now);
  audit.detail['report'] = report;
  return report;
});

const emptyList = {
  fr: 'La liste est vide : rien n’a été modifié, car c’est le plus souvent une lecture manquée. Si plus rien n’est installé, dites-le avec « isEmptyOk ».',
  en: 'The list is empty: nothing was changed, since that is mostly a failed read. If nothing is installed any more, say so with "isEmptyOk".',
};

export const componentRoutes: Route[] = [list, read, ofAsset, bring, replace];
