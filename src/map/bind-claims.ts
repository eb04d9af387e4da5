import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { KnownAsset } from '#engines/identity/reconcile.ts';
import { reconcile, spellingsOf } from '#engines/identity/reconcile.ts';
import type { AssetClaim } from '#engines/imports/types.ts';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import type { BucketReport } from './bucket-report.ts';

export interface BucketFacts {
  readonly id: string;
  readonly key: string;
  readonly demonstration: boolean;
}

export interface PendingQuestion {
  readonly key: string;
  readonly candidates: readonly string[];
  readonly reasons: readonly Text[];
}

/**
 * Finds the asset of each claim that has none yet: one that another source already brought, a new one, or none at all
 * while a person must settle it. An asset that the same bucket already reports under another key is no candidate: the
 * source itself says that they are two.
 */
export async function bindClaims(
  db: Kysely<DB>,
  bucket: BucketFacts,
  claims: readonly AssetClaim[],
  takenAssetIds: ReadonlySet<string>,
  report: BucketReport,
): Promise<{ assetOfKey: Map<string, string>; questions: PendingQuestion[] }> {
  const assetOfKey = new Map<string, string>();
  const questions: PendingQuestion[] = [];
  const known = await findByIdentity(db, claims);
  const taken = new Set(takenAssetIds);
  const fresh: AssetClaim[] = [];
  for (const claim of claims) {
    const lookup = (kind: string, value: string) =>
      (known.get(`${kind} ${value}`) ?? []).filter((asset) => !taken.has(asset.id));
    const outcome = reconcile({ type: claim.type, identities: claim.identities, ...vendorOf(claim) }, lookup);
    if (outcome.kind === 'match') {
      assetOfKey.set(claim.key, outcome.assetId);
      taken.add(outcome.assetId);
      report.matched += 1;
    } else if (outcome.kind === 'ambiguous') {
      questions.push({ key: claim.key, candidates: outcome.candidates, reasons: outcome.reasons });
      report.questions += 1;
    } else fresh.push(claim);
  }
  for (const [key, id] of await createAssets(db, bucket, fresh)) assetOfKey.set(key, id);
  report.created += fresh.length;
  return { assetOfKey, questions };
}

function vendorOf(claim: AssetClaim): { vendor?: string } {
  const vendor = claim.attributes['vendor'];
  return typeof vendor === 'string' ? { vendor } : {};
}

async function findByIdentity(
  db: Kysely<DB>,
  claims: readonly AssetClaim[],
): Promise<Map<string, KnownAsset[]>> {
  const wanted = claims.flatMap((claim) => claim.identities.flatMap((identity) => spellingsOf(identity)));
  const found = new Map<string, KnownAsset[]>();
  if (wanted.length === 0) return found;
  const { rows } = await sql<{
    kind: string;
    value: string;
    id: string;
    type: string;
    vendor: string | null;
    identities: KnownAsset['identities'];
  }>`
    with hit as (
      select distinct identity.kind, identity.value, identity.asset_id
      from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as given (kind text, value text)
      join map.identity as identity on identity.kind = given.kind and identity.value = given.value
    )
    select hit.kind, hit.value, asset.id, asset.type, asset.attributes ->> 'vendor' as vendor, (
      select coalesce(jsonb_agg(distinct jsonb_build_object('kind', other.kind, 'value', other.value)), '[]'::jsonb)
      from map.identity as other where other.asset_id = asset.id
    ) as identities
    from hit join map.asset as asset on asset.id = hit.asset_id
    where asset.retired_at is null
  `.execute(db);
  for (const { kind, value, id, type, vendor, identities } of rows) {
    const list = found.get(`${kind} ${value}`) ?? [];
    list.push({ id, type, identities, ...(vendor === null ? {} : { vendor }) });
    found.set(`${kind} ${value}`, list);
  }
  return found;
}

async function createAssets(
  db: Kysely<DB>,
  bucket: BucketFacts,
  claims: readonly AssetClaim[],
): Promise<Map<string, string>> {
  const created = new Map<string, string>();
  if (claims.length === 0) return created;
  // Names and attributes come with `refreshAssets`; here only the row that everything else points at.
  const { rows } = await sql<{ key: string; id: string }>`
    with given as (
      select part.key, part.type, part.name, uuidv7() as id
      from jsonb_to_recordset(${JSON.stringify(claims.map(({ key, type, name }) => ({ key, type, name })))}::jsonb)
        as part (key text, type text, name text)
    ), inserted as (
      insert into map.asset (id, type, name, demonstration)
      select given.id, given.type, given.name, ${bucket.demonstration} from given
    )
    select given.key, given.id from given
  `.execute(db);
  for (const row of rows) created.set(row.key, row.id);
  return created;
}

/** What people type, and what is derived, names assets by their identifier: such a claim is about that very asset. */
export async function bindToNamedAssets(
  db: Kysely<DB>,
  claims: readonly AssetClaim[],
): Promise<Map<string, string>> {
  const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
  const keys = claims.map((claim) => claim.key).filter((key) => uuidForm.test(key));
  if (keys.length === 0) return new Map();
  const rows = await db
    .selectFrom('map.asset as asset')
    .select('asset.id')
    .where('asset.id', 'in', keys)
    .execute();
  return new Map(rows.map((row) => [row.id, row.id]));
}
