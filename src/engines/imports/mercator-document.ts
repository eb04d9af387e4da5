import type { JsonDocument } from '#engines/json-document.ts';
import { isJsonObject, jsonField, type JsonObject, type JsonValue } from '#engines/json-value.ts';
import type { InputProblem } from '#engines/result.ts';
import { type JsonRow, readJsonFile, rowsOf, textField } from './json-rows.ts';
import { canonicalTable, mercatorEntity, systemTables } from './mercator-tables.ts';
import type { ImportInput } from './read-text.ts';

export interface MercatorReading {
  /** Rows by table, in the order of the document. */
  readonly tables: ReadonlyMap<string, readonly JsonRow[]>;
  readonly strays: readonly InputProblem[];
}

/**
 * Reads tables under their names: `{ "tables": { "entities": […] } }`, the same without `tables`, or what phpMyAdmin
 * exports: `[{ "type": "table", "name": "entities", "data": […] }]`. A list of problems means that nothing can be read.
 */
export function readMercatorDocument(input: ImportInput): MercatorReading | InputProblem[] {
  const { value: document, problems } = readJsonFile(input);
  if (document === null) return [...problems];
  const lists = tablesOf(document.root);
  if (!lists.some(([name]) => isKnown(name))) return [notMercator(document)];
  const tables = new Map<string, JsonRow[]>();
  const strays: InputProblem[] = [];
  for (const [name, list] of lists) {
    const table = canonicalTable(name);
    const read = rowsOf(document, list, () => table, undefined);
    const rows = tables.get(table) ?? [];
    for (const row of read.rows) rows.push(row);
    tables.set(table, rows);
    for (const problem of read.problems) strays.push(problem);
  }
  return { tables, strays };
}

function tablesOf(root: JsonValue): (readonly [string, readonly JsonValue[]])[] {
  if (Array.isArray(root)) {
    return root.filter(isJsonObject).flatMap((part) => {
      const data = jsonField(part, 'data');
      return textField(part, 'type') === 'table' && Array.isArray(data)
        ? [[textField(part, 'name'), data] as const]
        : [];
    });
  }
  if (!isJsonObject(root)) return [];
  const tables = jsonField(root, 'tables');
  return Object.entries(isJsonObject(tables) ? tables : root).flatMap(([name, list]) =>
    Array.isArray(list) ? [[name, list as readonly JsonValue[]] as const] : [],
  );
}

function isKnown(name: string): boolean {
  return mercatorEntity(canonicalTable(name)) !== undefined || systemTables.has(name);
}

function notMercator(document: JsonDocument): InputProblem {
  const root: JsonObject | null = isJsonObject(document.root) ? document.root : null;
  const message = {
    fr: 'Aucune table de Mercator n’a été trouvée. Un objet { "tables": { "entities": […], "m_applications": […] } } est attendu, ou un export JSON de phpMyAdmin.',
    en: 'No Mercator table was found. An object { "tables": { "entities": […], "m_applications": […] } } is expected, or a JSON export of phpMyAdmin.',
  };
  return { code: 'mercator.not-an-export', ...document.place(root ?? {}), message };
}
