import { impactOf } from '#map/live-impact.ts';
import { rulesOf } from '#map/rules-registry.ts';
import { bareRef } from '#map/sql-asset.ts';
import { readWritableAsset } from '#map/visibility.ts';
import { addAsset, attributesOfPeople, correctAsset } from '#map/write-assets.ts';
import { notFound } from '#platform/problems.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import {
  createService,
  listOrganisations,
  listServices,
  readService,
  readServiceAvailability,
  readServiceTimeline,
  readWeather,
  updateService,
} from './api.ts';
import { coverageCounts, coverageOf } from './coverage.ts';
import { readNextActions } from './next-actions.ts';
import { readRedundancyLost } from './redundancy-lost.ts';
import {
  profileOf,
  readOneService,
  readOrganisations,
  readServices,
  readWatched,
  writeProfile,
} from './store.ts';
import { readMonths } from './store-availability.ts';
import { readTimeline } from './store-timeline.ts';
import { describeServices, readCounts } from './store-weather.ts';

const dayMilliseconds = 86_400_000;

const weather = route(readWeather, async ({ app, db, actor }) => {
  const now = new Date();
  const impact = impactOf(app);
  const services = await readServices(db, actor);
  const [described, counts] = await Promise.all([
    describeServices(db, actor, impact, services, app.config.timeZone, now),
    readCounts(db, actor, now),
  ]);
  const actions = await readNextActions(db, actor, impact, rulesOf(app), described, now);
  return { at: now.toISOString(), services: described.map(({ row }) => row), actions, ...counts };
});

function unknownService(id: string) {
  return notFound({ fr: `Service ${id}`, en: `Service ${id}` });
}

const read = route(readService, async ({ app, db, actor, params }) => {
  const now = new Date();
  const impact = impactOf(app);
  const service = await readOneService(db, actor, params.id);
  if (service === undefined) throw unknownService(params.id);
  const [[described], redundancyLost] = await Promise.all([
    describeServices(db, actor, impact, [service], app.config.timeZone, now),
    readRedundancyLost(db, impact.redundancyLost(service.id)),
  ]);
  if (described === undefined) throw unknownService(params.id);
  return {
    ...described.row,
    profile: profileOf(service),
    note: service.note,
    causes: described.causes,
    redundancyLost,
    suppliers: impact.suppliers(service.id).size,
  };
});

const timeline = route(readServiceTimeline, async ({ app, db, actor, params, query }) => {
  const service = await readOneService(db, actor, params.id);
  if (service === undefined) throw unknownService(params.id);
  const since = new Date(Date.now() - query.days * dayMilliseconds);
  const suppliers = impactOf(app).suppliers(service.id);
  return { items: await readTimeline(db, actor, service.id, suppliers, since) };
});

const availability = route(readServiceAvailability, async ({ app, db, actor, params }) => {
  const service = await readOneService(db, actor, params.id);
  if (service === undefined) throw unknownService(params.id);
  return { months: await readMonths(db, service, app.config.timeZone, new Date()) };
});

const list = route(listServices, async ({ app, db, actor }) => {
  const [services, watched] = await Promise.all([readServices(db, actor), readWatched(db)]);
  const covered = coverageOf(services, impactOf(app), watched);
  return {
    items: covered.map(({ service, suppliers, watched: seen }) => ({
      ...bareRef(service),
      state: service.state,
      organisation: service.organisation,
      profile: profileOf(service),
      note: service.note,
      suppliers,
      watched: seen,
    })),
    coverage: coverageCounts(covered),
  };
});

const create = route(createService, async ({ db, actor, audit, body }) => {
  const { profile, ...asset } = body;
  const id = await addAsset(db, actor, { ...asset, type: 'service', attributes: {} }, new Date());
  await writeProfile(db, id, profile);
  audit.subject = { kind: 'service', id, name: body.name };
  audit.detail['after'] = body;
  return { id };
});

const update = route(updateService, async ({ db, actor, audit, params, body }) => {
  const before = await readOneService(db, actor, params.id);
  if (before === undefined) throw unknownService(params.id);
  const asset = await readWritableAsset(db, actor, 'operate', before.id);
  audit.subject = { kind: 'service', id: asset.id, name: asset.name };
  audit.detail['before'] = profileOf(before);
  audit.detail['after'] = body;
  const { profile, ...said } = body;
  const attributes = await attributesOfPeople(db, asset.id);
  await correctAsset(db, actor, asset, { ...said, type: 'service', attributes }, new Date());
  await writeProfile(db, asset.id, profile);
  return { done: true as const };
});

const organisations = route(listOrganisations, async ({ db, actor }) => ({
  items: await readOrganisations(db, actor),
}));

export const routes: readonly Route[] = [
  weather,
  read,
  timeline,
  availability,
  list,
  create,
  update,
  organisations,
];
