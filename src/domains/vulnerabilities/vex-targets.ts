import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { productName } from '#engines/advisory/product-name.ts';
import { any, plainValue } from '#engines/cpe/cpe.ts';
import { parseCpe } from '#engines/cpe/parse-cpe.ts';
import { formatPurl } from '#engines/purl/format-purl.ts';
import { parsePurl } from '#engines/purl/parse-purl.ts';
import type { VexName } from '#engines/vex/vex-statement.ts';
import type { AssetRef } from '#map/api-shared.ts';
import { refJson } from '#map/sql-asset.ts';
import { visible } from '#map/visibility.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { ComponentRef } from './api-decisions.ts';
import { componentJson } from './store-decisions.ts';

/** What a product of a document is here. Nothing is guessed: an identifier or a whole name must be the same. */
export interface Met {
  readonly by: 'purl' | 'cpe' | 'name';
  readonly components: readonly ComponentRef[];
}

interface Asked {
  readonly name: VexName;
  /** Purl without qualifiers nor subpath, with and without its version. */
  readonly purl: {
    readonly base: string;
    readonly versioned: boolean;
    readonly qualifiers: Qualifiers;
  } | null;
  /** `vendor:product` and the version of a CPE; a null version is any. */
  readonly cpe: { readonly product: string; readonly version: string | null } | null;
}

type Qualifiers = Readonly<Record<string, string>>;

export function keyOfName(name: VexName): string {
  return JSON.stringify(name);
}

/** Components of the estate that each product names: by purl, else by CPE, else by its whole name and version. */
export async function meetComponents(
  db: Kysely<DB>,
  actor: Actor,
  names: readonly VexName[],
): Promise<ReadonlyMap<string, Met>> {
  const asked = [...new Map(names.map((name) => [keyOfName(name), name])).values()].map(askOf);
  const [byPurl, byCpe, byName] = await Promise.all([
    findByPurl(db, actor, asked),
    findByCpe(db, actor, asked),
    findByName(db, actor, asked),
  ]);
  const met = new Map<string, Met>();
  for (const one of asked) {
    const found = byPurl(one) ?? byCpe(one) ?? byName(one);
    if (found !== null) met.set(keyOfName(one.name), found);
  }
  return met;
}

function askOf(name: VexName): Asked {
  const purl = name.purl === '' ? null : parsePurl(name.purl).value;
  const cpe = name.cpe === '' ? null : parseCpe(name.cpe).value;
  const version = purl?.version ?? (name.version === '' ? null : name.version);
  return {
    name,
    purl:
      purl === null
        ? null
        : {
            base: formatPurl({ ...purl, version, qualifiers: {}, subpath: null }),
            versioned: version !== null,
            qualifiers: purl.qualifiers,
          },
    cpe:
      cpe === null || cpe.product === any || cpe.vendor === any
        ? null
        : {
            product: productName(plainValue(cpe.vendor), plainValue(cpe.product)),
            version: cpe.version === any ? null : plainValue(cpe.version),
          },
  };
}

type Finder = (asked: Asked) => Met | null;

function metBy(by: Met['by'], components: readonly ComponentRef[] | undefined): Met | null {
  return components === undefined || components.length === 0 ? null : { by, components };
}

/** Installed on something in sight. */
const present = (actor: Actor) => sql`exists (select from map.install as install
  join map.asset as bearer on bearer.id = install.asset_id and ${visible(actor, 'bearer')}
  where install.component_id = component.id and install.missing_since is null)`;

async function findByPurl(db: Kysely<DB>, actor: Actor, asked: readonly Asked[]): Promise<Finder> {
  const of = (versioned: boolean) =>
    asked.flatMap(({ purl }) => (purl?.versioned === versioned ? [purl.base] : []));
  const { rows } = await sql<{ base: string; purl: string; component: ComponentRef }>`
    with known as (
      select component.*, regexp_replace(component.purl, '[?#].*$', '') as base from map.component as component
      where component.purl <> ''
    )
    select component.base, component.purl, ${componentJson('component')} as component from known as component
    where (component.base = any(${of(true)}::text[]) or regexp_replace(component.base, '@[^@]*$', '') = any(${of(false)}::text[]))
      and ${present(actor)}
  `.execute(db);
  const found = rows.map((row) => ({ ...row, qualifiers: parsePurl(row.purl).value?.qualifiers ?? {} }));
  const byBase = Map.groupBy(found, (row) => row.base);
  const byPackage = Map.groupBy(found, (row) => row.base.replace(/@[^@]*$/, ''));
  return ({ purl }) => {
    if (purl === null) return null;
    const rowsOf = (purl.versioned ? byBase : byPackage).get(purl.base) ?? [];
    const same = rowsOf.filter((row) => agree(purl.qualifiers, row.qualifiers));
    return metBy(
      'purl',
      same.map((row) => row.component),
    );
  };
}

/** Two purls are of one thing unless both say a qualifier and differ in it. */
function agree(a: Qualifiers, b: Qualifiers): boolean {
  return Object.entries(a).every(([key, value]) => b[key] === undefined || b[key] === value);
}

async function findByCpe(db: Kysely<DB>, actor: Actor, asked: readonly Asked[]): Promise<Finder> {
  const products = asked.flatMap(({ cpe }) => (cpe === null ? [] : [cpe.product]));
  const { rows } = await sql<{ name: string; version: string; component: ComponentRef }>`
    select distinct named.name, named.version, ${componentJson('component')} as component
    from vulnerabilities.component_name as named join map.component as component on component.id = named.component_id
    where named.namespace = 'product' and named.name = any(${products}::text[]) and ${present(actor)}
  `.execute(db);
  const byProduct = Map.groupBy(rows, (row) => row.name);
  return ({ cpe }) => {
    if (cpe === null) return null;
    const same = (byProduct.get(cpe.product) ?? []).filter(
      (row) => cpe.version === null || row.version.toLowerCase() === cpe.version.toLowerCase(),
    );
    return metBy('cpe', [...new Map(same.map((row) => [row.component.id, row.component])).values()]);
  };
}

/** A name is taken only with its version: a bare name means too many things. */
async function findByName(db: Kysely<DB>, actor: Actor, asked: readonly Asked[]): Promise<Finder> {
  const named = asked.filter(({ name }) => name.name !== '' && name.version !== '');
  const { rows } = await sql<{ key: string; component: ComponentRef }>`
    select told.key, ${componentJson('component')} as component
    from unnest(${named.map(({ name }) => keyOfName(name))}::text[], ${named.map(({ name }) => name.name.toLowerCase())}::text[],
      ${named.map(({ name }) => name.version)}::text[]) as told (key, name, version)
    join map.component as component on component.version = told.version
      and told.name in (lower(component.name), lower(component.vendor || ' ' || component.name))
    where ${present(actor)}
  `.execute(db);
  const byKey = Map.groupBy(rows, (row) => row.key);
  return ({ name }) =>
    metBy(
      'name',
      byKey.get(keyOfName(name))?.map((row) => row.component),
    );
}

/** Assets in sight that bear exactly this name, or have it as code or as a name on the network. */
export async function meetAssets(
  db: Kysely<DB>,
  actor: Actor,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly AssetRef[]>> {
  const wanted = [...new Set(names.filter((name) => name !== '').map((name) => name.toLowerCase()))];
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<{ wanted: string; asset: AssetRef }>`
    select distinct told.name as wanted, ${refJson('asset')} as asset
    from unnest(${wanted}::text[]) as told (name)
    join map.asset as asset on asset.retired_at is null and (lower(asset.name) = told.name or lower(asset.code) = told.name
      or asset.id in (select identity.asset_id from map.identity as identity
        where identity.kind in ('fqdn', 'hostname') and identity.value = told.name))
    where ${visible(actor, 'asset')}
  `.execute(db);
  const found = Map.groupBy(rows, (row) => row.wanted);
  return new Map([...found].map(([name, all]) => [name, all.map((row) => row.asset)]));
}
