import type { JsonDocument } from '#engines/json-document.ts';
import { isJsonObject, jsonField, type JsonObject, type JsonValue } from '#engines/json-value.ts';
import type { InputProblem, Place } from '#engines/result.ts';
import { type JsonRow, readJsonFile, rowsOf, textField } from './json-rows.ts';
import type { ImportInput } from './read-text.ts';

export interface NetboxFile {
  /** Shown in the path of a problem; `devices.json` also says what a list without addresses holds. */
  readonly name: string;
  readonly content: ImportInput;
}

export interface NetboxReading {
  readonly rows: readonly JsonRow[];
  /** Elements that are no row. */
  readonly strays: readonly InputProblem[];
  /** Pages that say that others follow. */
  readonly partial: readonly Place[];
}

/** Endpoints by the last word of their address, where it is unique enough for a file name or a key. */
const tablesByWord: Readonly<Record<string, string>> = {
  sites: 'dcim.sites',
  locations: 'dcim.locations',
  racks: 'dcim.racks',
  devices: 'dcim.devices',
  interfaces: 'dcim.interfaces',
  cables: 'dcim.cables',
  'mac-addresses': 'dcim.mac-addresses',
  'power-panels': 'dcim.power-panels',
  'power-feeds': 'dcim.power-feeds',
  'power-ports': 'dcim.power-ports',
  'power-outlets': 'dcim.power-outlets',
  'console-ports': 'dcim.console-ports',
  'console-server-ports': 'dcim.console-server-ports',
  'front-ports': 'dcim.front-ports',
  'rear-ports': 'dcim.rear-ports',
  'ip-addresses': 'ipam.ip-addresses',
  'virtual-machines': 'virtualization.virtual-machines',
  clusters: 'virtualization.clusters',
  tenants: 'tenancy.tenants',
  circuits: 'circuits.circuits',
  'circuit-terminations': 'circuits.circuit-terminations',
  providers: 'circuits.providers',
};

/** Reads one file, of one of the forms of `importNetbox`. A problem means that it cannot be read at all. */
export function readNetboxFile(
  file: NetboxFile,
  shownName: string | undefined,
): NetboxReading | InputProblem[] {
  const { value: document, problems } = readJsonFile(file.content);
  if (document === null) {
    return problems.map((problem) => ({
      ...problem,
      ...(shownName === undefined ? {} : { path: shownName }),
    }));
  }
  const lists = listsOf(document, wordTable(file.name.replace(/\.json$/i, '')), shownName);
  if (lists === null) return [{ code: 'netbox.not-an-export', ...document.place({}), message: notAnExport }];
  const rows: JsonRow[] = [];
  const strays: InputProblem[] = [];
  for (const { list, table } of lists.tables) {
    const read = rowsOf(document, list, (row) => tableOfUrl(row) ?? table ?? 'unknown', shownName);
    for (const row of read.rows) rows.push(row);
    for (const problem of read.problems) strays.push(problem);
  }
  return { rows, strays, partial: lists.partial };
}

interface Lists {
  readonly tables: { readonly list: readonly JsonValue[]; readonly table: string | null }[];
  readonly partial: Place[];
}

function listsOf(
  document: JsonDocument,
  tableOfFile: string | null,
  shownName: string | undefined,
): Lists | null {
  const lists: Lists = { tables: [], partial: [] };
  const { root } = document;
  const path = shownName === undefined ? {} : { path: shownName };
  const take = (value: JsonValue, table: string | null): boolean => {
    if (Array.isArray(value)) {
      for (const part of value) {
        // Pages fetched one after the other make a list of pages.
        if (isPage(part)) take(part, table);
      }
      lists.tables.push({ list: value.some(isPage) ? value.filter((part) => !isPage(part)) : value, table });
      return true;
    }
    if (!isPage(value)) return false;
    const results = jsonField(value, 'results') as readonly JsonValue[];
    if (typeof jsonField(value, 'next') === 'string')
      lists.partial.push({ ...document.place(value, 'next'), ...path });
    lists.tables.push({ list: results, table });
    return true;
  };
  if (take(root, tableOfFile)) return lists;
  if (!isJsonObject(root)) return null;
  for (const [name, value] of Object.entries(root)) take(value, wordTable(name) ?? name);
  if (lists.tables.length > 0) return lists;
  // One object alone, as `GET /api/dcim/devices/12/` answers.
  return tableOfUrl(root) === null ? null : { tables: [{ list: [root], table: null }], partial: [] };
}

function isPage(value: JsonValue): value is JsonObject {
  return isJsonObject(value) && Array.isArray(jsonField(value, 'results'));
}

/** `…/api/dcim/devices/12/` → `dcim.devices`. */
function tableOfUrl(row: JsonObject): string | null {
  const parts = /\/api\/(?:plugins\/)?([a-z-]+)\/([a-z-]+)\/\d+\/?$/.exec(
    textField(row, 'url').slice(0, 500),
  );
  return parts ? `${parts[1]}.${parts[2]}` : null;
}

/** `devices`, `dcim/devices`, `dcim_devices` or `dcim.devices` → `dcim.devices`. */
function wordTable(name: string): string | null {
  const word = name.toLowerCase().replaceAll('_', '-');
  const [app, table = ''] = word.split(/[./]/);
  if (app === 'virtualization' && table === 'interfaces') return 'virtualization.interfaces';
  const last = table === '' ? word.replace(/^(?:dcim|ipam|virtualization|tenancy|circuits)-/, '') : table;
  return Object.hasOwn(tablesByWord, last) ? (tablesByWord[last] ?? null) : null;
}

const notAnExport = {
  fr: 'Ce document n’est pas un export de l’API de NetBox : une page { "results": […] } ou un objet { "dcim.devices": […], … } est attendu.',
  en: 'This document is not an export of the NetBox API: a page { "results": […] } or an object { "dcim.devices": […], … } is expected.',
};
