import type { InputProblem } from '#engines/result.ts';
import { type ImportResult, unreadable } from './import-report.ts';
import { idField, type JsonRow } from './json-rows.ts';
import { addCables } from './netbox-cables.ts';
import type { NetboxContext } from './netbox-context.ts';
import { type NetboxFile, readNetboxFile } from './netbox-document.ts';
import { addMachines } from './netbox-machines.ts';
import { addPlaces } from './netbox-places.ts';
import { isStorable, unstorable } from './oversized.ts';
import type { ImportInput } from './read-text.ts';
import { createSetBuilder, type SetBuilder } from './set-builder.ts';

const usedTables: ReadonlySet<string> = new Set([
  'tenancy.tenants',
  'circuits.providers',
  'circuits.circuits',
  'circuits.circuit-terminations',
  'dcim.sites',
  'dcim.locations',
  'dcim.racks',
  'dcim.power-panels',
  'dcim.power-feeds',
  'dcim.power-ports',
  'dcim.power-outlets',
  'dcim.console-ports',
  'dcim.console-server-ports',
  'dcim.front-ports',
  'dcim.rear-ports',
  'dcim.devices',
  'dcim.interfaces',
  'dcim.mac-addresses',
  'dcim.cables',
  'ipam.ip-addresses',
  'virtualization.virtual-machines',
  'virtualization.clusters',
  'virtualization.interfaces',
]);

/**
 * Reads what the REST API of NetBox (2.10 to 4.6) answers, saved in files: a page `{ count, next, results }`, a list of
 * pages or of objects, or several lists in one object `{ "dcim.devices": […], "dcim.sites": { results: […] } }`. What an
 * object is comes from its `url`, else from the name of its list or file.
 */
export function importNetbox(input: ImportInput | readonly NetboxFile[]): ImportResult {
  const files =
    typeof input === 'string' || !Array.isArray(input)
      ? [{ name: '', content: input as ImportInput }]
      : input;
  const builder = createSetBuilder('netbox');
  const tables = new Map<string, Map<string, JsonRow>>();
  for (const file of files as readonly NetboxFile[]) {
    const reading = readNetboxFile(file, file.name === '' ? undefined : file.name);
    if (!('rows' in reading)) return unreadable('netbox', reading);
    for (const stray of reading.strays) builder.refuse(stray);
    for (const row of reading.rows) sortRow(builder, tables, row);
    for (const place of reading.partial) {
      builder.markPartial();
      builder.warn({ code: 'netbox.partial', ...place, message: partial });
    }
  }
  leaveUnusedAside(builder, tables);
  const context: NetboxContext = { builder, tables, borne: new Map() };
  addPlaces(context);
  addMachines(context);
  addCables(context);
  const result = builder.finish();
  if (result.value.assets.length > 0) return result;
  return unreadable('netbox', [...result.report.refused, empty]);
}

function sortRow(builder: SetBuilder, tables: Map<string, Map<string, JsonRow>>, row: JsonRow): void {
  const id = idField(row.value, 'id');
  const known = tables.get(row.table) ?? new Map<string, JsonRow>();
  tables.set(row.table, known);
  if (!usedTables.has(row.table)) known.set(String(known.size), row);
  else if (id === null) builder.refuse({ code: 'netbox.no-id', ...row.place('id'), message: noId });
  else if (!isStorable(row.value)) builder.refuse(unstorable(row.place()));
  else if (known.has(id)) builder.refuse(twice(row, known.get(id)?.place().line ?? 0));
  else known.set(id, row);
}

/** Kinds that the map has no use for are counted and named once. */
function leaveUnusedAside(
  builder: SetBuilder,
  tables: ReadonlyMap<string, ReadonlyMap<string, JsonRow>>,
): void {
  for (const [table, rows] of tables) {
    const [first] = rows.values();
    if (usedTables.has(table) || !first) continue;
    builder.leaveAside(rows.size);
    const shown = table.slice(0, 80);
    const message = {
      fr: `${rows.size} objets « ${shown} » sont laissés de côté : la carte n’en a pas l’usage.`,
      en: `${rows.size} “${shown}” objects are left aside: the map has no use for them.`,
    };
    builder.warn({ code: 'netbox.left-aside', ...first.place(), message });
  }
}

const partial = {
  fr: 'Cette page annonce une suite (« next ») : le document n’est qu’une partie. Exportez avec « limit=0 », ou ajoutez les autres pages.',
  en: 'This page says that more follows (“next”): the document is only a part. Export with “limit=0”, or add the other pages.',
};
const noId = {
  fr: 'Cet objet n’a pas de numéro (« id ») : rien ne peut le désigner. Exportez-le de nouveau.',
  en: 'This object has no number (“id”): nothing can refer to it. Export it again.',
};
const empty: InputProblem = {
  code: 'netbox.empty',
  line: 1,
  column: 1,
  message: {
    fr: 'Le document ne contient aucun objet de NetBox. Exportez au moins /api/dcim/devices/.',
    en: 'The document holds no NetBox object. Export at least /api/dcim/devices/.',
  },
};

function twice(row: JsonRow, line: number): InputProblem {
  const message = {
    fr: `Cet objet est déjà à la ligne ${line} (pages qui se recouvrent ?). Gardez-en un.`,
    en: `This object is already at line ${line} (overlapping pages?). Keep one.`,
  };
  return { code: 'import.same-key', ...row.place('id'), message };
}
