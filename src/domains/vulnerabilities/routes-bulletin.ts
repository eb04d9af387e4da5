import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { bulletinDocument, bulletinFileName, introductionOf } from '#engines/bulletin/bulletin-document.ts';
import { bulletinHtml } from '#engines/bulletin/bulletin-html.ts';
import type { Bulletin } from '#engines/bulletin/bulletin.ts';
import { dateIn, mondayOf } from '#engines/bulletin/week.ts';
import type { App } from '#platform/app.ts';
import type { DB } from '#platform/database-types.ts';
import { hasTypesetter, typesetPdf } from '#platform/documents/typeset-pdf.ts';
import { announce } from '#platform/events.ts';
import { badRequest, conflict, notFound, outOfScope } from '#platform/problems.ts';
import type { Actor, Right } from '#platform/rights.ts';
import { scopeOf } from '#platform/rights.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import {
  discardBulletin,
  downloadBulletin,
  listBulletins,
  publishBulletin,
  readBulletin,
  saveBulletin,
} from './api-bulletin.ts';
import type { BulletinRow } from './store-bulletins.ts';
import {
  composeBulletin,
  freeze,
  holdWeek,
  readBulletins,
  readVersions,
  removeDraft,
  storeDraft,
} from './store-bulletins.ts';

/**
 * A bulletin speaks of the whole administration: services of one direction are not for the readers of another.
 * @throws Problem `out-of-scope`
 */
function ofWhole(actor: Actor, right: Right): void {
  if (scopeOf(actor, right) !== 'all') throw outOfScope();
}

function currentWeek(app: App, now: Date): string {
  return mondayOf(dateIn(now.toISOString(), app.config.timeZone));
}

/** @throws Problem `bad-request` for a week that has not begun */
function begun(app: App, week: string, now: Date): void {
  if (week <= currentWeek(app, now)) return;
  throw badRequest([{ field: 'params.week', message: notBegun }]);
}

const notBegun = {
  fr: 'Cette semaine n’a pas commencé. Choisissez une semaine passée ou celle en cours.',
  en: 'This week has not begun. Choose a past week or the present one.',
};

const list = route(listBulletins, async ({ app, db, actor }) => {
  ofWhole(actor, 'read');
  return {
    items: await readBulletins(db),
    currentWeek: currentWeek(app, new Date()),
    pdf: hasTypesetter(),
  };
});

interface Asked {
  readonly week: string;
  readonly version: number | undefined;
}

/** The version asked for, or the last; with none written, what the data give. */
async function load(
  app: App,
  db: Kysely<DB>,
  { week, version }: Asked,
  now: Date,
): Promise<{ bulletin: Bulletin; row: BulletinRow | undefined; versions: readonly BulletinRow[] }> {
  begun(app, week, now);
  const versions = await readVersions(db, week);
  const row = version === undefined ? versions[0] : versions.find((one) => one.version === version);
  const isFresh = version === undefined || (version === 1 && versions.length === 0);
  if (row === undefined && !isFresh)
    throw notFound({ fr: `Version ${version} du bulletin`, en: `Version ${version} of the bulletin` });
  if (row?.document != null) return { bulletin: row.document, row, versions };
  const given = row ?? { version: 1, tlp: 'AMBER' as const, introduction: null, edits: [], preparedBy: '' };
  const { tlp, introduction, edits, preparedBy } = given;
  const whole = { version: given.version, tlp, introduction, edits, preparedBy };
  return { bulletin: await composeBulletin(db, week, whole, app.config.timeZone, now), row, versions };
}

const read = route(readBulletin, async ({ app, db, actor, params, query }) => {
  ofWhole(actor, 'read');
  const { bulletin, row, versions } = await load(
    app,
    db,
    { week: params.week, version: query.version },
    new Date(),
  );
  const { draft } = bulletin;
  return {
    week: bulletin.week,
    version: bulletin.version,
    publishedAt: bulletin.publishedAt,
    preparedBy: bulletin.preparedBy,
    tlp: bulletin.tlp,
    introduction: bulletin.introduction,
    drafted: introductionOf(bulletin),
    lines: draft.lines.map((line) => ({
      ...line,
      systems: [...line.systems],
      risks: [...line.risks],
      cves: [...line.cves],
      why: [...line.why],
      services: [...line.services],
      actions: [...line.actions],
      responsible: [...line.responsible],
      findingIds: [...line.findingIds],
    })),
    left: draft.left,
    edits: [...bulletin.edits],
    otherAlerts: [...draft.otherAlerts],
    caveats: [...bulletin.caveats],
    saved: row !== undefined,
    versions: versions.map((one) => ({
      version: one.version,
      publishedAt: one.publishedAt?.toISOString() ?? null,
      preparedBy: one.preparedBy,
    })),
  };
});

const save = route(saveBulletin, async ({ app, db, actor, audit, params, body }) => {
  ofWhole(actor, 'analyse');
  const now = new Date();
  begun(app, params.week, now);
  await holdWeek(db, params.week);
  const version = await storeDraft(db, params.week, body, actor.name, now);
  audit.subject = { kind: 'bulletin', id: params.week, name: params.week };
  audit.detail['version'] = version;
  audit.detail['tlp'] = body.tlp;
  await announce(db, 'bulletin');
  return { version };
});

const publish = route(publishBulletin, async ({ app, db, actor, audit, params, body }) => {
  ofWhole(actor, 'analyse');
  const now = new Date();
  begun(app, params.week, now);
  await holdWeek(db, params.week);
  const version = await storeDraft(db, params.week, body, actor.name, now);
  const given = { ...body, version, preparedBy: actor.name };
  const composed = await composeBulletin(db, params.week, given, app.config.timeZone, now);
  await freeze(db, { ...composed, publishedAt: now.toISOString() }, now);
  audit.subject = { kind: 'bulletin', id: params.week, name: params.week };
  audit.detail['published'] = {
    version,
    tlp: body.tlp,
    lines: composed.draft.lines.length,
    leftOut: composed.edits.filter(({ leftOut }) => leftOut).map(({ key }) => key),
  };
  await announce(db, 'bulletin');
  return { version };
});

const discard = route(discardBulletin, async ({ db, actor, audit, params }) => {
  ofWhole(actor, 'analyse');
  await holdWeek(db, params.week);
  const version = await removeDraft(db, params.week);
  if (version === null) throw conflict(noDraft);
  audit.subject = { kind: 'bulletin', id: params.week, name: params.week };
  audit.detail['version'] = version;
  await announce(db, 'bulletin');
  return { done: true as const };
});

const noDraft = {
  fr: 'Il n’y a pas de projet enregistré pour cette semaine.',
  en: 'There is no saved draft for this week.',
};

const template = join(import.meta.dirname, 'bulletin.typ');

const download = route(downloadBulletin, async ({ app, db, actor, params, query }) => {
  ofWhole(actor, 'read');
  const { bulletin } = await load(app, db, { week: params.week, version: query.version }, new Date());
  const document = bulletinDocument(bulletin);
  const name = bulletinFileName(bulletin.week, bulletin.version, bulletin.tlp);
  if (query.format === 'html')
    return {
      name: `${name}.html`,
      type: 'text/html; charset=utf-8',
      bytes: Buffer.from(bulletinHtml(document)),
      inline: true,
    };
  try {
    const bytes = await typesetPdf(await readFile(template, 'utf8'), document);
    return { name: `${name}.pdf`, type: 'application/pdf', bytes };
  } catch (error) {
    app.log.warn('bulletin not set as PDF', { week: bulletin.week, error });
    throw error;
  }
});

export const bulletinRoutes: readonly Route[] = [list, read, save, publish, discard, download];
