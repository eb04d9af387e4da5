import type { InputProblem } from '#engines/result.ts';
import { type ImportResult, unreadable } from './import-report.ts';
import { idField, type JsonRow, textField } from './json-rows.ts';
import { readMercatorDocument } from './mercator-document.ts';
import {
  addDirected,
  addRelation,
  isYes,
  linkNestedLists,
  linkPointers,
  type MercatorContext,
} from './mercator-links.ts';
import { addMercatorObject } from './mercator-objects.ts';
import { mercatorEntities, mercatorEntity, systemTables } from './mercator-tables.ts';
import { isStorable, unstorable } from './oversized.ts';
import type { ImportInput } from './read-text.ts';
import { createSetBuilder, type SetBuilder } from './set-builder.ts';

const directedTables: ReadonlySet<string> = new Set(['fluxes', 'physical_links', 'relations']);

/**
 * Reads the tables of Mercator (ANSSI's six views). Each row becomes an asset, a link, or a refusal that names it: what
 * goes in is accounted for. Processes become services, since they are what the organisation does for people.
 */
export function importMercator(input: ImportInput): ImportResult {
  const reading = readMercatorDocument(input);
  if (!('tables' in reading)) return unreadable('mercator', reading);
  const builder = createSetBuilder('mercator');
  for (const stray of reading.strays) builder.refuse(stray);
  const tables = new Map([...reading.tables].map(([table, rows]) => [table, storableRows(builder, rows)]));
  const context = createContext(builder, tables);
  addObjects(context, tables);
  linkPointers(context);
  for (const entity of mercatorEntities) {
    for (const row of tables.get(entity.table) ?? []) linkNestedLists(context, entity, row);
  }
  for (const [table, rows] of tables) {
    if (systemTables.has(table)) leaveAside(builder, table, rows);
    else if (mercatorEntity(table) === undefined) {
      for (const row of rows)
        judge(builder, directedTables.has(table) ? addDirected(context, row) : addRelation(context, row));
    }
  }
  addClusterGroups(context);
  const result = builder.finish();
  if (result.value.assets.length > 0) return result;
  return unreadable('mercator', [...result.report.refused, empty]);
}

function addObjects(context: MercatorContext, tables: ReadonlyMap<string, readonly JsonRow[]>): void {
  for (const entity of mercatorEntities) {
    for (const row of tables.get(entity.table) ?? [])
      judge(context.builder, addMercatorObject(context, entity, row));
  }
}

function judge(builder: SetBuilder, fault: InputProblem | null): void {
  if (fault === null) builder.accept();
  else builder.refuse(fault);
}

function storableRows(builder: SetBuilder, rows: readonly JsonRow[]): JsonRow[] {
  return rows.filter((row) => {
    const storable = isStorable(row.value);
    if (!storable) builder.refuse(unstorable(row.place()));
    return storable;
  });
}

function createContext(
  builder: SetBuilder,
  tables: ReadonlyMap<string, readonly JsonRow[]>,
): MercatorContext {
  const entities = new Map(
    (tables.get('entities') ?? []).map((row) => [idField(row.value, 'id') ?? '', row]),
  );
  return {
    builder,
    pointers: [],
    clusterMembers: new Map(),
    addAsset: (claim, row) => builder.addAsset(claim, row.place()),
    ownerOf: (entity, row) => {
      const column = entity.table === 'entities' ? 'parent_entity_id' : 'entity_resp_id';
      const owner = entities.get(idField(row.value, column) ?? '-');
      // A supplier that runs an application does not own it.
      const external = owner !== undefined && isYes(owner, 'is_external');
      return owner === undefined || external ? null : textField(owner.value, 'name') || null;
    },
  };
}

/** A cluster depends on its physical servers as on a group of which one less is enough, until a person says better. */
function addClusterGroups({ builder, clusterMembers }: MercatorContext): void {
  for (const [cluster, members] of clusterMembers) {
    const key = `${cluster}#members`;
    const several = new Set(members).size > 1;
    for (const to of members) {
      builder.addLink({ from: cluster, to, type: 'depends_on', ...(several ? { requirement: key } : {}) });
    }
    if (!several) continue;
    const name = {
      fr: 'Membres de la grappe (un de moins suffit : supposé)',
      en: 'Cluster members (one less is enough: assumed)',
    };
    builder.addRequirement({ key, of: cluster, name, kMin: 1, kFull: new Set(members).size - 1 });
  }
}

function leaveAside(builder: SetBuilder, table: string, rows: readonly JsonRow[]): void {
  const [first] = rows;
  if (!first) return;
  builder.leaveAside(rows.length);
  const message = {
    fr: `La table « ${table} » est propre à Mercator : ses ${rows.length} lignes sont laissées de côté.`,
    en: `Table “${table}” belongs to Mercator itself: its ${rows.length} rows are left aside.`,
  };
  builder.warn({ code: 'mercator.left-aside', ...first.place(), message });
}

const empty: InputProblem = {
  code: 'mercator.empty',
  line: 1,
  column: 1,
  message: {
    fr: 'Les tables du document sont vides : il n’y a rien à importer.',
    en: 'The tables of the document are empty: there is nothing to import.',
  },
};
