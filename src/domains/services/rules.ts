import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import { channelsOf } from '#engines/graph/channels-of.ts';
import { linkTypes } from '#map/api-shared.ts';
import type { Hit, Rule } from '#map/rule.ts';
import { rule } from '#map/rule.ts';
import type { DB } from '#platform/database-types.ts';

const towards = (direction: 'backward' | 'forward') =>
  linkTypes.filter((type) => channelsOf(type).availability === direction);
/** Links whose origin needs their other end, and those of which it is the other way round. */
const needsTarget = towards('backward');
const needsOrigin = towards('forward');

/** Each service with every asset that it needs to work, itself included. */
const beneath = sql`
  edge as (
    select link.from_id as consumer, link.to_id as supplier from map.link as link
    where link.missing_since is null and link.type = any(${needsTarget}::text[])
    union all
    select link.to_id, link.from_id from map.link as link
    where link.missing_since is null and link.type = any(${needsOrigin}::text[])
  ), beneath as (
    select service.asset_id as service_id, service.asset_id from map.service as service
    union
    select beneath.service_id, edge.supplier from beneath
    join edge on edge.consumer = beneath.asset_id
    join map.asset as asset on asset.id = edge.supplier and asset.retired_at is null
  )`;

const standsOnSomething = sql`exists (select from edge join map.asset as supplier on supplier.id = edge.supplier
  and supplier.retired_at is null where edge.consumer = asset.id)`;
const isWatched = sql`exists (select from beneath join watched on watched.id = beneath.asset_id
  where beneath.service_id = asset.id)`;

interface ServiceName {
  readonly id: string;
  readonly name: string;
  readonly demonstration: boolean;
}

function hits(rows: readonly ServiceName[], fr: string, en: string): Hit[] {
  return rows.map((row) => ({
    assetId: row.id,
    title: { fr: `${row.name} : ${fr}`, en: `${row.name}: ${en}` },
    demonstration: row.demonstration,
  }));
}

const nothingUnder = rule({
  id: 'services.nothing-under',
  title: { fr: 'Service sans rien en dessous', en: 'Service with nothing under it' },
  remedy: {
    fr: 'Reliez le service aux applications et aux équipements dont il dépend : tant que la carte ne les connaît pas, aucune panne ne peut lui être attribuée.',
    en: 'Link the service to the applications and equipment it depends on: as long as the map does not know them, no failure can be traced to it.',
  },
  severity: 1,
  everySeconds: 300,
  wakes: ['link', 'asset'],
  find: async (db) =>
    hits(
      await servicesWhere(db, sql`not ${standsOnSomething}`),
      'la carte ne dit pas sur quoi il repose',
      'the map does not say what it stands on',
    ),
});

const notWatched = rule({
  id: 'services.not-watched',
  title: { fr: 'Service dont rien n’est surveillé', en: 'Service nothing of which is watched' },
  remedy: {
    fr: 'Ajoutez une sonde sur le service ou sur ce dont il dépend, ou branchez une source vivante : sans cela son état reste inconnu.',
    en: 'Add a check on the service or on what it depends on, or connect a live source: without one its state stays unknown.',
  },
  severity: 1,
  everySeconds: 300,
  wakes: ['link', 'asset', 'check'],
  find: async (db) =>
    hits(
      await servicesWhere(db, sql`${standsOnSomething} and not ${isWatched}`),
      'ni lui ni ce qui le porte n’est surveillé',
      'neither it nor what it stands on is watched',
    ),
});

async function servicesWhere(db: Kysely<DB>, condition: RawBuilder<unknown>): Promise<ServiceName[]> {
  const { rows } = await sql<ServiceName>`
    with recursive ${beneath}, watched as (
      select observation.asset_id as id from map.observation as observation
      where observation.expected_every_seconds is not null
      union
      select claim.asset_id from map.claim as claim
      join map.bucket as bucket on bucket.id = claim.bucket_id
      join map.source as source on source.id = bucket.source_id
      where claim.asset_id is not null and claim.missing_since is null and source.enabled
        and source.expected_every_seconds is not null
    )
    select asset.id, asset.name, asset.demonstration
    from map.service as service join map.asset as asset on asset.id = service.asset_id
    where asset.retired_at is null and ${condition}
  `.execute(db);
  return rows;
}

const noOutageLimit = rule({
  id: 'services.no-dmia',
  title: {
    fr: 'Service sans interruption maximale tolérable',
    en: 'Service without a maximum tolerable outage',
  },
  remedy: {
    fr: 'Demandez au propriétaire du service combien de temps il peut s’en passer (DMIA) : sans elle, Vigie ne peut pas dire le temps restant.',
    en: 'Ask the owner of the service how long they can do without it (DMIA): without it, Vigie cannot tell the time left.',
  },
  severity: 0,
  everySeconds: 300,
  wakes: ['asset'],
  find: async (db) => {
    const rows = await db
      .selectFrom('map.service as service')
      .innerJoin('map.asset as asset', 'asset.id', 'service.asset_id')
      .select(['asset.id', 'asset.name', 'asset.demonstration'])
      .where('asset.retired_at', 'is', null)
      .where('service.dmia_minutes', 'is', null)
      .where('service.need_availability', '>', 0)
      .execute();
    return hits(
      rows,
      'aucune interruption maximale tolérable (DMIA) n’est fixée',
      'no maximum tolerable outage (DMIA) is set',
    );
  },
});

const noOwner = rule({
  id: 'services.no-owner',
  title: { fr: 'Service sans organisation responsable', en: 'Service without an organisation in charge' },
  remedy: {
    fr: 'Indiquez la direction qui en répond : c’est elle que l’on prévient, et ses agents que le périmètre laisse le voir.',
    en: 'Name the directorate that answers for it: it is the one to tell, and its people whom the scope lets see it.',
  },
  severity: 0,
  everySeconds: 300,
  wakes: ['asset'],
  find: async (db) => {
    const rows = await db
      .selectFrom('map.service as service')
      .innerJoin('map.asset as asset', 'asset.id', 'service.asset_id')
      .select(['asset.id', 'asset.name', 'asset.demonstration'])
      .where('asset.retired_at', 'is', null)
      .where('asset.organisation_id', 'is', null)
      .execute();
    return hits(rows, 'aucune organisation n’en répond', 'no organisation answers for it');
  },
});

/** Gaps in what is known of the services: none of them hurts one, each of them hides. */
export const rules: readonly Rule[] = [nothingUnder, notWatched, noOutageLimit, noOwner];
