import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import { badRequest, conflict, notFound } from '#platform/problems.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import { addressesOf } from '#platform/snmp/range.ts';
import {
  createRange,
  deleteRange,
  listDevices,
  listRanges,
  readDeviceContract,
  runRange,
  updateRangeContract,
} from './api.ts';
import type { Range, RangeBody } from './api.ts';
import { listDeviceRows, readDeviceRow } from './store-read.ts';
import type { RangeRow } from './store-ranges.ts';
import { communityKind, insertRange, listRangeRows, removeRange, updateRange } from './store-ranges.ts';

const noRange = () => notFound({ fr: 'Plage', en: 'Range' });

function rangeOf(row: RangeRow): Range {
  return {
    id: row.id,
    name: row.name,
    addresses: row.addresses,
    port: row.port,
    version: row.version,
    secretIds: [...row.secret_ids],
    site: row.site_id === null ? null : { id: row.site_id, name: row.site_name ?? '' },
    everySeconds: row.every_seconds,
    enabled: row.enabled,
    startedAt: row.last_started_at?.toISOString() ?? null,
    endedAt: row.last_ended_at?.toISOString() ?? null,
    asked: row.asked,
    answered: row.answered,
    forbidden: row.forbidden,
    failure: row.last_failure,
    devices: row.devices,
  };
}

/** @throws Problem `bad-request` naming the field */
async function checkBody(db: Kysely<DB>, { addresses, secretIds, siteId }: RangeBody): Promise<void> {
  if (addressesOf(addresses) === null)
    throw badRequest([
      {
        field: 'body.addresses',
        message: {
          fr: 'Donnez une adresse, un sous-réseau d’au plus /16 (192.0.2.0/24) ou une plage (192.0.2.1-192.0.2.9).',
          en: 'Give an address, a subnet of at most /16 (192.0.2.0/24) or a range (192.0.2.1-192.0.2.9).',
        },
      },
    ]);
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from platform.secret as secret
    where secret.kind = ${communityKind} and secret.id = any(${[...secretIds]}::uuid[])
  `.execute(db);
  if (rows[0]?.count !== new Set(secretIds).size)
    throw badRequest([
      {
        field: 'body.secretIds',
        message: {
          fr: 'Choisissez des secrets du genre SNMP : un autre serait envoyé en clair aux équipements.',
          en: 'Choose secrets of the kind SNMP: any other would be sent in clear to the devices.',
        },
      },
    ]);
  if (siteId === null) return;
  const site = await db
    .selectFrom('map.asset as asset')
    .select('asset.code')
    .where('asset.id', '=', siteId)
    .where('asset.type', '=', 'site')
    .executeTakeFirst();
  if (site?.code == null)
    throw badRequest([
      {
        field: 'body.siteId',
        message: { fr: 'Choisissez un site qui a un code.', en: 'Choose a site that has a code.' },
      },
    ]);
}

export const networkRoutes: readonly Route[] = [
  route(listRanges, async ({ db }) => ({ items: (await listRangeRows(db)).map(rangeOf) })),

  route(createRange, async ({ db, body, audit }) => {
    await checkBody(db, body);
    const id = await insertRange(db, body);
    audit.subject = { kind: 'network-range', id, name: body.name };
    audit.detail['addresses'] = body.addresses;
    await announce(db, 'network');
    return { id };
  }),

  route(updateRangeContract, async ({ db, params, body, audit }) => {
    await checkBody(db, body);
    const [before] = await listRangeRows(db, params.id);
    if (before === undefined || !(await updateRange(db, params.id, body))) throw noRange();
    audit.subject = { kind: 'network-range', id: params.id, name: body.name };
    audit.detail['before'] = before.addresses;
    audit.detail['after'] = body.addresses;
    await announce(db, 'network');
    return { done: true } as const;
  }),

  route(deleteRange, async ({ db, params, audit }) => {
    const [before] = await listRangeRows(db, params.id);
    if (before === undefined || !(await removeRange(db, params.id))) throw noRange();
    audit.subject = { kind: 'network-range', id: params.id, name: before.name };
    await announce(db, 'network');
    return { done: true } as const;
  }),

  route(runRange, async ({ db, params, audit }) => {
    const [range] = await listRangeRows(db, params.id);
    if (range === undefined) throw noRange();
    if (!range.enabled)
      throw conflict({
        fr: 'Cette plage est arrêtée : activez-la pour qu’elle soit lue.',
        en: 'This range is stopped: enable it to have it read.',
      });
    audit.subject = { kind: 'network-range', id: params.id, name: range.name };
    await announce(db, 'network', params.id);
    return { done: true } as const;
  }),

  route(listDevices, async ({ db, actor, query }) => await listDeviceRows(db, actor, query)),

  route(readDeviceContract, async ({ db, actor, params }) => {
    const device = await readDeviceRow(db, actor, params.id);
    if (device === null) throw notFound({ fr: 'Équipement', en: 'Device' });
    return device;
  }),
];
