import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { VexDocument, VexName, VexProduct, VexStatement } from '#engines/vex/vex-statement.ts';
import { mayWrite } from '#map/visibility.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import { holds } from '#platform/rights.ts';
import type { AssetRef } from '#map/api-shared.ts';
import type { ComponentRef, DecisionScope, DecisionStatus, VexLine } from './api-decisions.ts';
import { rightOfStatus } from './decide.ts';
import { isLive } from './decision-scope.ts';
import { keyOfName, meetAssets, meetComponents } from './vex-targets.ts';
import type { Met } from './vex-targets.ts';

export interface MetTargets {
  readonly by: NonNullable<VexLine['metBy']>;
  readonly targets: readonly DecisionScope[];
  /** Components among them that are matched for sure. */
  readonly stillAffected: number;
}

/** Everything that a document is judged with, read once. */
export interface VexContext {
  readonly vulnerabilityOf: (statement: VexStatement) => number | null;
  readonly meet: (vulnerabilityId: number, product: VexProduct) => MetTargets | { readonly reason: Text };
  readonly isDecided: (vulnerabilityId: number, statement: VexStatement, target: DecisionScope) => boolean;
  /** An acceptance holds on this very scope, and is not the actor's to end. */
  readonly isAccepted: (vulnerabilityId: number, target: DecisionScope) => boolean;
  readonly isMatched: (vulnerabilityId: number, target: DecisionScope) => boolean;
}

interface Facts {
  readonly actor: Actor;
  readonly vulnerabilities: ReadonlyMap<string, number>;
  readonly components: ReadonlyMap<string, Met>;
  readonly assets: ReadonlyMap<string, readonly AssetRef[]>;
  readonly matches: ReadonlyMap<number, readonly MatchedPlace[]>;
  readonly owners: ReadonlyMap<string, readonly (string | null)[]>;
  readonly decided: ReadonlySet<string>;
}

export async function readVexContext(
  db: Kysely<DB>,
  actor: Actor,
  document: VexDocument,
  now: Date,
): Promise<VexContext> {
  const products = document.statements.flatMap((statement) => statement.products);
  const wholes = products.flatMap(({ within }) => (within === null ? [] : [within]));
  const vulnerabilities = await readVulnerabilities(db, document);
  const ids = [...new Set(vulnerabilities.values())];
  const components = await meetComponents(db, actor, products.map(bare));
  const names = [...products, ...wholes].map((name) => name.name);
  const assets = await meetAssets(db, actor, names);
  const found = [...components.values()].flatMap((met) => met.components);
  const facts: Facts = {
    actor,
    vulnerabilities,
    components,
    assets,
    matches: await readMatches(db, ids),
    owners: await readOwners(db, found, [...assets.values()].flat()),
    decided: await readDecided(db, ids, now),
  };
  return {
    vulnerabilityOf: ({ vulnerability, aliases }) =>
      [vulnerability, ...aliases].map((name) => vulnerabilities.get(name)).find((id) => id !== undefined) ??
      null,
    meet: (id, product) => {
      const places = facts.matches.get(id) ?? [];
      if (product.within !== null) return meetPart(facts, places, product, product.within);
      return meetComponent(facts, places, product) ?? meetAsset(facts, places, product);
    },
    isDecided: (id, { status, justification }, target) => {
      const holding = (known: DecisionStatus): boolean =>
        facts.decided.has(keyOf(id, targetId(target), known, justification));
      // Who accepts a risk says that it is affected.
      return holding(status) || (status === 'affected' && holding('accepted'));
    },
    isAccepted: (id, target) =>
      !holds(actor, rightOfStatus('accepted')) &&
      facts.decided.has(keyOf(id, targetId(target), 'accepted', null)),
    isMatched: (id, target) =>
      (facts.matches.get(id) ?? []).some((place) =>
        target.kind === 'component'
          ? place.component_id === target.component.id
          : target.kind === 'estate' || standsOn(place, target.asset),
      ),
  };
}

type Meeting = MetTargets | { readonly reason: Text };

function isAllowed({ owners, actor }: Facts, key: string): boolean {
  return (owners.get(key) ?? [null]).every((owner) => mayWrite(actor, 'analyse', owner));
}

function countSure(places: readonly MatchedPlace[]): number {
  return new Set(places.filter((place) => place.status === 1).map((place) => place.component_id)).size;
}

function meetComponent(facts: Facts, places: readonly MatchedPlace[], product: VexProduct): Meeting | null {
  const met = facts.components.get(keyOfName(bare(product)));
  if (met === undefined) return null;
  const own = met.components.filter((component) => isAllowed(facts, `c${component.id}`));
  if (own.length === 0) return { reason: reasons.outOfScope };
  const ids = new Set(own.map((component) => component.id));
  return {
    by: met.by,
    targets: own.map((component) => ({ kind: 'component' as const, component })),
    stillAffected: countSure(places.filter((place) => ids.has(place.component_id))),
  };
}

/** An asset has no version: a product that names one is something installed. */
function meetAsset(facts: Facts, places: readonly MatchedPlace[], { name, version }: VexName): Meeting {
  if (version !== '' || !facts.assets.has(name.toLowerCase())) return { reason: reasons.unknownProduct };
  return onAsset(facts, places, name, null);
}

function meetPart(facts: Facts, places: readonly MatchedPlace[], part: VexProduct, whole: VexName): Meeting {
  if (!facts.assets.has(whole.name.toLowerCase())) return { reason: reasons.unknownWhole };
  const met = facts.components.get(keyOfName(bare(part)));
  if (met === undefined) return { reason: reasons.unknownPart };
  return onAsset(facts, places, whole.name, new Set(met.components.map((component) => component.id)));
}

/** @param parts components that the statement is about; null: the asset as a whole */
function onAsset(
  facts: Facts,
  places: readonly MatchedPlace[],
  name: string,
  parts: ReadonlySet<string> | null,
): Meeting {
  const [asset, ...others] = facts.assets.get(name.toLowerCase()) ?? [];
  if (asset === undefined) return { reason: reasons.unknownWhole };
  if (others.length > 0) return { reason: reasons.severalAssets };
  if (!isAllowed(facts, `a${asset.id}`)) return { reason: reasons.outOfScope };
  const there = places.filter((place) => standsOn(place, asset));
  if (parts !== null && there.some((place) => !parts.has(place.component_id)))
    return { reason: reasons.narrower };
  return {
    by: 'asset',
    targets: [{ kind: asset.type === 'service' ? 'service' : 'asset', asset }],
    stillAffected: countSure(there),
  };
}

function bare({ name, version, purl, cpe }: VexName): VexName {
  return { name, version, purl, cpe };
}

function targetId(target: DecisionScope): string {
  if (target.kind === 'component') return target.component.id;
  return target.kind === 'estate' ? '' : target.asset.id;
}

async function readVulnerabilities(
  db: Kysely<DB>,
  document: VexDocument,
): Promise<ReadonlyMap<string, number>> {
  const names = new Set(document.statements.flatMap((one) => [one.vulnerability, ...one.aliases]));
  const { rows } = await sql<{ name: string; id: number }>`
    select vulnerability.name, vulnerability.id from vulnerabilities.vulnerability as vulnerability
    where vulnerability.name = any(${[...names]}::text[])
    union
    select alias.alias, alias.vulnerability_id from vulnerabilities.alias as alias
    where alias.alias = any(${[...names]}::text[])
  `.execute(db);
  return new Map(rows.map((row) => [row.name, row.id]));
}

interface MatchedPlace {
  readonly component_id: string;
  readonly status: number;
  readonly asset_id: string;
  readonly service_ids: readonly string[] | null;
}

/** On this asset, or beneath this service. */
function standsOn(place: MatchedPlace, asset: AssetRef): boolean {
  return place.asset_id === asset.id || (place.service_ids ?? []).includes(asset.id);
}

async function readMatches(
  db: Kysely<DB>,
  vulnerabilityIds: readonly number[],
): Promise<ReadonlyMap<number, readonly MatchedPlace[]>> {
  const { rows } = await sql<MatchedPlace & { readonly vulnerability_id: number }>`
    select match.vulnerability_id, match.component_id, match.status, install.asset_id, standing.service_ids
    from vulnerabilities.match as match
    join map.install as install on install.component_id = match.component_id and install.missing_since is null
    left join vulnerabilities.standing as standing on standing.asset_id = install.asset_id
    where match.vulnerability_id = any(${[...vulnerabilityIds]}::int[])
  `.execute(db);
  return Map.groupBy(rows, (row) => row.vulnerability_id);
}

/** Organisations of each target: `c` and the identifier of a component, `a` and that of an asset. */
async function readOwners(
  db: Kysely<DB>,
  components: readonly ComponentRef[],
  assets: readonly AssetRef[],
): Promise<ReadonlyMap<string, readonly (string | null)[]>> {
  const { rows } = await sql<{ key: string; owners: (string | null)[] }>`
    select 'c' || install.component_id as key, array_agg(distinct asset.organisation_id) as owners
    from map.install as install join map.asset as asset on asset.id = install.asset_id
    where install.component_id = any(${components.map((one) => one.id)}::bigint[]) group by 1
    union all
    select 'a' || asset.id, array_agg(asset.organisation_id) from map.asset as asset
    where asset.id = any(${assets.map((one) => one.id)}::uuid[]) group by 1
  `.execute(db);
  return new Map(rows.map((row) => [row.key, row.owners]));
}

/** Decisions that hold already, as identifier of vulnerability, target, status and justification. */
async function readDecided(
  db: Kysely<DB>,
  vulnerabilityIds: readonly number[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{
    vulnerability_id: number;
    target: string;
    status: DecisionStatus;
    justification: string | null;
  }>`
    select decision.vulnerability_id, decision.status, decision.justification,
      coalesce(decision.component_id::text, decision.asset_id::text, decision.service_id::text, '') as target
    from vulnerabilities.decision as decision
    where decision.vulnerability_id = any(${[...vulnerabilityIds]}::int[]) and ${isLive('decision', now)}
  `.execute(db);
  return new Set(rows.map((row) => keyOf(row.vulnerability_id, row.target, row.status, row.justification)));
}

function keyOf(vulnerabilityId: number, target: string, status: DecisionStatus, why: string | null): string {
  return JSON.stringify([vulnerabilityId, target, status, why]);
}

const reasons = {
  unknownProduct: {
    fr: 'Aucun composant ni actif du parc ne porte ce purl, ce CPE ou ce nom avec cette version.',
    en: 'No component or asset of the estate has this purl, this CPE, or this name with this version.',
  },
  unknownWhole: {
    fr: 'La déclaration porte sur une partie d’un produit qui n’est pas un actif du parc. Donnez à l’actif ce nom ou ce code.',
    en: 'The statement is about a part of a product that is no asset of the estate. Give the asset this name or code.',
  },
  unknownPart: {
    fr: 'L’actif est connu, mais ce composant n’y est pas.',
    en: 'The asset is known, but this component is not on it.',
  },
  narrower: {
    fr: 'D’autres composants de cet actif sont touchés par la même vulnérabilité : la déclaration ne parle que d’une partie. Décidez-en par composant.',
    en: 'Other components of this asset are affected by the same vulnerability: the statement is about a part only. Decide by component.',
  },
  severalAssets: {
    fr: 'Plusieurs actifs portent ce nom.',
    en: 'Several assets have this name.',
  },
  outOfScope: {
    fr: 'Ce qui est visé est hors du périmètre de votre rôle.',
    en: 'What it is about is outside the scope of your role.',
  },
} as const satisfies Record<string, Text>;
