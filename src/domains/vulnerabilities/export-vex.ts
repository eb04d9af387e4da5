import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { JsonObject } from '#engines/json-value.ts';
import type { Text } from '#engines/text.ts';
import type { VexFormat, VexHead, VexName, VexStatement } from '#engines/vex/vex-statement.ts';
import { vexName } from '#engines/vex/vex-fields.ts';
import { writeCsafVex } from '#engines/vex/write-csaf-vex.ts';
import { writeCycloneDxVex } from '#engines/vex/write-cyclonedx-vex.ts';
import { writeOpenVex } from '#engines/vex/write-openvex.ts';
import type { DB } from '#platform/database-types.ts';
import { conflict } from '#platform/problems.ts';
import type { Actor } from '#platform/rights.ts';
import type { DecisionStatus } from './api-decisions.ts';
import { isLive } from './decision-scope.ts';
import { decisionTables, inSight, isVulnerability } from './store-decisions.ts';
import { visible } from '#map/visibility.ts';

const writers = { csaf: writeCsafVex, cyclonedx: writeCycloneDxVex, openvex: writeOpenVex } as const;

/** Most lines of decisions and products that one document holds. */
const mostExported = 10_000;

/**
 * Writes every decision that holds and that the reader may see as one document; null when there is none.
 * @throws Problem `conflict` when one document cannot hold them all
 */
export async function exportDecisions(
  db: Kysely<DB>,
  actor: Actor,
  format: VexFormat,
  head: VexHead,
  vulnerability: string | undefined,
  now: Date,
): Promise<JsonObject | null> {
  const statements = await readStatements(db, actor, head, vulnerability, now);
  return statements.length === 0 ? null : writers[format](head, statements);
}

interface ProductRow {
  readonly id: string;
  readonly vulnerability: string;
  readonly title: string;
  readonly status: DecisionStatus;
  readonly justification: VexStatement['justification'];
  readonly statement: string;
  readonly created_by_name: string;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly aliases: string[];
  /** Name of the asset or of the service that the scope is. */
  readonly place: string | null;
  readonly component: { name: string; version: string; vendor: string; purl: string; cpe: string } | null;
}

/** One row for each decision and each component it bears on: those matched today, or what the scope itself names. */
async function readStatements(
  db: Kysely<DB>,
  actor: Actor,
  head: VexHead,
  vulnerability: string | undefined,
  now: Date,
): Promise<VexStatement[]> {
  const { rows } = await sql<ProductRow>`
    select decision.id, vulnerability.name as vulnerability, vulnerability.title, decision.status, decision.justification,
      decision.statement, decision.created_by_name, decision.created_at, decision.expires_at,
      coalesce(asset.name, service.name) as place, numbers.aliases,
      case when borne.id is not null then jsonb_build_object('name', borne.name, 'version', borne.version, 'vendor', borne.vendor,
        'purl', borne.purl, 'cpe', borne.cpe) end as component
    from ${decisionTables}
    left join lateral (select array_agg(alias.alias order by alias.alias) filter (where alias.alias <> vulnerability.name) as aliases
      from vulnerabilities.alias as alias where alias.vulnerability_id = vulnerability.id) as numbers on true
    left join lateral (
      select distinct one.id, one.name, one.version, one.vendor, one.purl, one.cpe from map.component as one
      where one.id = decision.component_id
      union
      select distinct one.id, one.name, one.version, one.vendor, one.purl, one.cpe
      from vulnerabilities.match as match
      join map.component as one on one.id = match.component_id
      join map.install as install on install.component_id = one.id and install.missing_since is null
      join map.asset as bearer on bearer.id = install.asset_id and ${visible(actor, 'bearer')}
      left join vulnerabilities.standing as standing on standing.asset_id = install.asset_id
      where decision.component_id is null and match.vulnerability_id = decision.vulnerability_id
        and (decision.asset_id is null or decision.asset_id = install.asset_id)
        and (decision.service_id is null or decision.service_id = any(standing.service_ids))
    ) as borne on true
    where ${inSight(actor)} and ${isLive('decision', now)}
      and ${vulnerability === undefined ? sql`true` : isVulnerability(vulnerability)}
    order by decision.created_at, decision.id, borne.name, borne.id limit ${mostExported + 1}
  `.execute(db);
  if (rows.length > mostExported) throw conflict(tooMany);
  return [...Map.groupBy(rows, (row) => row.id).values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [statementOf(first, group, head)];
  });
}

const tooMany: Text = {
  fr: `Plus de ${mostExported} lignes de décisions et de composants : un document ne les contient pas toutes. Choisissez une vulnérabilité et exportez-la seule.`,
  en: `More than ${mostExported} lines of decisions and components: one document does not hold them all. Choose one vulnerability and export it alone.`,
};

function statementOf(row: ProductRow, group: readonly ProductRow[], head: VexHead): VexStatement {
  const accepted = row.status === 'accepted';
  return {
    vulnerability: row.vulnerability,
    aliases: row.aliases ?? [],
    description: row.title,
    products: group.map((one) => productOf(one, head)),
    status: row.status === 'accepted' ? 'affected' : row.status,
    justification: row.justification,
    // An accepted risk is no fix to come: the standards have no nearer word.
    responses: accepted ? ['will_not_fix'] : [],
    statement: accepted ? `${acceptance(row)[head.language]} ${row.statement}` : row.statement,
    at: row.created_at.toISOString(),
    documentId: '',
  };
}

function productOf(row: ProductRow, head: VexHead): VexStatement['products'][number] {
  const place: VexName | null = row.place === null ? null : vexName({ name: row.place });
  if (row.component === null) return { ...(place ?? vexName({ name: head.author })), within: null };
  const { vendor, name, version, purl, cpe } = row.component;
  const full =
    vendor === '' || name.toLowerCase().startsWith(vendor.toLowerCase()) ? name : `${vendor} ${name}`;
  return { ...vexName({ name: full, version, purl, cpe }), within: place };
}

function acceptance(row: ProductRow): Text {
  const until = row.expires_at?.toISOString().slice(0, 10) ?? '';
  return {
    fr: `Risque accepté jusqu’au ${until} par ${row.created_by_name} :`,
    en: `Risk accepted until ${until} by ${row.created_by_name}:`,
  };
}
