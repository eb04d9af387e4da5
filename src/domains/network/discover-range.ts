import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { AssetClaim } from '#engines/imports/types.ts';
import { patchBucket } from '#map/buckets.ts';
import { replaceInstalls } from '#map/installs.ts';
import { ensureBucket, ensureSource, markFailure, markSuccess, ranks } from '#map/sources.ts';
import type { App } from '#platform/app.ts';
import type { DB } from '#platform/database-types.ts';
import { parseAllowList } from '#platform/net/allow-list.ts';
import { Problem } from '#platform/problems.ts';
import { useSecret } from '#platform/secrets/secrets.ts';
import { addressesOf } from '#platform/snmp/range.ts';
import { SnmpSockets } from '#platform/snmp/snmp-sockets.ts';
import type { SnmpCredential } from '#platform/snmp/snmp-target.ts';
import { sweep } from '#platform/snmp/sweep.ts';
import type { Swept } from '#platform/snmp/sweep.ts';
import { claimOf, softwareOf } from './device-claim.ts';
import { resolveNeighbours } from './resolve-neighbours.ts';
import type { IdentityIndex } from './resolve-neighbours.ts';
import { markSilent, writeDevice, writeNeighbours } from './store-devices.ts';
import type { RangeRow } from './store-ranges.ts';
import { communityIds, noteEnd, noteStart } from './store-ranges.ts';
import { refreshTopology } from './topology.ts';

type Answered = Extract<Swept, { reading: unknown }>;

/**
 * Asks a range once and hands what answers to the map: devices with their identities, software, ports, sensors,
 * neighbours. What does not answer stays as it was, and is said to be silent. Only addresses that
 * `VIGIE_ALLOWED_TARGETS` allows are asked.
 */
export async function discoverRange(app: App, range: RangeRow, signal?: AbortSignal): Promise<void> {
  const startedAt = new Date();
  const sourceId = await sourceOf(app.db, range);
  await noteStart(app.db, range.id, startedAt);
  const { allowed, forbidden } = permitted(app, range.addresses);
  const outcome = { asked: allowed.length, answered: 0, forbidden, failure: null };
  const sockets = new SnmpSockets();
  try {
    if (allowed.length === 0) throw new Problem('network.forbidden-range', 409, allForbidden);
    const credentials = await credentialsOf(app, range);
    const silent: string[] = [];
    const told: { assetId: string; answer: Answered }[] = [];
    const options = { credentials, port: range.port, ...(signal === undefined ? {} : { signal }) };
    for await (const one of sweep(sockets, allowed, options)) {
      if ('failure' in one) silent.push(one.address);
      else {
        outcome.answered++;
        const assetId = await takeDevice(app, range, sourceId, one, new Date());
        if (assetId !== null) told.push({ assetId, answer: one });
      }
    }
    if (signal?.aborted === true) return;
    await markSilent(app.db, range.id, silent, startedAt);
    await joinNeighbours(app.db, told);
    await markSuccess(app.db, sourceId, new Date());
    await noteEnd(app.db, range.id, outcome, new Date());
  } catch (error) {
    const failure = error instanceof Problem ? error.text : unexpected;
    await markFailure(app.db, sourceId, failure, new Date());
    await noteEnd(app.db, range.id, { ...outcome, failure }, new Date());
    if (!(error instanceof Problem)) throw error;
  } finally {
    await sockets.close();
  }
}

const unexpected: Text = {
  fr: 'La lecture de la plage a échoué sans que Vigie sache pourquoi : le journal du serveur le dit. Rien n’a été effacé.',
  en: 'Reading the range failed for a reason that Vigie does not know: the log of the server tells. Nothing was removed.',
};

const noCommunity: Text = {
  fr: 'Plus aucune communauté de cette plage n’est au coffre. Choisissez-en une autre dans la plage.',
  en: 'No community of this range is in the vault any more. Choose another in the range.',
};

const allForbidden: Text = {
  fr: 'Aucune adresse de cette plage n’est permise par VIGIE_ALLOWED_TARGETS. Ajoutez-y la plage.',
  en: 'No address of this range is allowed by VIGIE_ALLOWED_TARGETS. Add the range to it.',
};

async function sourceOf(db: Kysely<DB>, range: RangeRow): Promise<string> {
  const key = bucketOf(range);
  const sourceId = await ensureSource(db, {
    key,
    domain: 'network',
    title: { fr: `Réseau : ${range.name}`, en: `Network: ${range.name}` },
    rank: ranks.device,
    expectedEverySeconds: range.every_seconds,
    orphanAfterSeconds: 30 * 86_400,
  });
  await ensureBucket(db, sourceId, key);
  return sourceId;
}

function bucketOf(range: RangeRow): string {
  return `network.range:${range.id}`;
}

function permitted(app: App, text: string): { allowed: readonly string[]; forbidden: number } {
  const list = parseAllowList(app.config.allowedTargets).value;
  const addresses = addressesOf(text) ?? [];
  const allowed = addresses.filter((address) => list.judge(address).allowed);
  return { allowed, forbidden: addresses.length - allowed.length };
}

async function credentialsOf(app: App, range: RangeRow): Promise<readonly SnmpCredential[]> {
  const credentials: SnmpCredential[] = [];
  for (const id of await communityIds(app.db, range.secret_ids)) {
    const community = await useSecret(app, id, `SNMP : ${range.name}`);
    credentials.push({ version: range.version, community });
  }
  if (credentials.length === 0) throw new Problem('network.no-community', 409, noCommunity);
  return credentials;
}

/** One device to the map and to its tables, in one transaction. Null while a person must say which asset it is. */
async function takeDevice(
  app: App,
  range: RangeRow,
  sourceId: string,
  { address, reading }: Answered,
  now: Date,
): Promise<string | null> {
  const claim = claimOf(reading.description, address);
  return await app.db.transaction().execute(async (db) => {
    const place =
      range.site_id === null ? { assets: [], links: [] } : await located(db, claim, range.site_id);
    const upsert = { assets: [claim, ...place.assets], links: place.links, requirements: [] };
    await patchBucket(db, bucketOf(range), { upsert }, now);
    const row = await db
      .selectFrom('map.claim as claim')
      .innerJoin('map.bucket as bucket', 'bucket.id', 'claim.bucket_id')
      .select('claim.asset_id')
      .where('bucket.key', '=', bucketOf(range))
      .where('claim.key', '=', claim.key)
      .executeTakeFirst();
    const assetId = row?.asset_id ?? null;
    if (assetId === null) return null;
    await writeDevice(db, { assetId, rangeId: range.id, address }, reading, now);
    const software = softwareOf(reading.description);
    if (software.length > 0) await replaceInstalls(db, { sourceId, assetId, software, now });
    return assetId;
  });
}

/** The site of the range, as a claim of the same set that binds to it by its code. */
async function located(db: Kysely<DB>, device: AssetClaim, siteId: string) {
  const site = await db
    .selectFrom('map.asset as asset')
    .select(['asset.name', 'asset.code'])
    .where('asset.id', '=', siteId)
    .executeTakeFirst();
  if (site?.code == null) return { assets: [], links: [] };
  const key = `site ${siteId}`;
  const claim: AssetClaim = {
    key,
    type: 'site',
    name: site.name,
    identities: [{ kind: 'code', value: site.code }],
    attributes: {},
  };
  return { assets: [claim], links: [{ from: device.key, to: key, type: 'located_in' as const }] };
}

/** Once every device of the range is known: who hears whom, and the cables. */
async function joinNeighbours(
  db: Kysely<DB>,
  told: readonly { assetId: string; answer: Answered }[],
): Promise<void> {
  if (told.length === 0) return;
  await db.transaction().execute(async (db) => {
    const index = await readIdentities(db);
    for (const { assetId, answer } of told)
      await writeNeighbours(db, assetId, resolveNeighbours(answer.reading.description.links, index, assetId));
    await refreshTopology(db, new Date());
  });
}

async function readIdentities(db: Kysely<DB>): Promise<IdentityIndex> {
  const { rows } = await sql<{ key: string; ids: string[] }>`
    select identity.kind || ' ' || identity.value as key, array_agg(distinct identity.asset_id) as ids
    from map.identity as identity join map.asset as asset on asset.id = identity.asset_id and asset.retired_at is null
    where identity.kind in ('mac', 'ip', 'fqdn', 'hostname') group by 1
  `.execute(db);
  return new Map(rows.map((row) => [row.key, new Set(row.ids)]));
}
