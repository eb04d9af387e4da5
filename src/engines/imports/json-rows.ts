import { type JsonDocument, parseJson } from '#engines/json-document.ts';
import { isJsonObject, jsonField, type JsonObject, type JsonValue } from '#engines/json-value.ts';
import type { InputProblem, Place, Result } from '#engines/result.ts';
import { type ImportInput, readImportText } from './read-text.ts';

/** One object of a table of the document. */
export interface JsonRow {
  readonly table: string;
  readonly value: JsonObject;
  /** Line, column and path of the row or of one of its fields. */
  place(field?: string): Place;
}

/** Bytes or text to a document that knows its places. */
export function readJsonFile(input: ImportInput): Result<JsonDocument | null> {
  const { value: text, problems } = readImportText(input);
  return text === null ? { value: null, problems } : parseJson(text);
}

/** The rows of a list, and a problem for each element that is no object. */
export function rowsOf(
  document: JsonDocument,
  list: readonly JsonValue[],
  tableOf: (row: JsonObject) => string,
  fileName: string | undefined,
): { readonly rows: JsonRow[]; readonly problems: InputProblem[] } {
  const rows: JsonRow[] = [];
  const problems: InputProblem[] = [];
  const prefix = fileName === undefined ? '' : `${fileName}: `;
  for (const [index, value] of list.entries()) {
    if (!isJsonObject(value)) {
      problems.push({ code: 'json.not-a-row', ...document.place(list, index), message: notARow });
      continue;
    }
    const table = tableOf(value);
    const place = (field?: string): Place => ({
      ...(field === undefined ? document.place(value) : document.place(value, field)),
      path: `${prefix}${table}[${index}]${field === undefined ? '' : `.${field}`}`,
    });
    rows.push({ table, value, place });
  }
  return { rows, problems };
}

/** A text, a number as text, or '' for anything else. */
export function textField(object: JsonObject, name: string): string {
  const value = jsonField(object, name);
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : '';
}

/** An identifier, number or text; null when absent or empty. */
export function idField(object: JsonObject, name: string): string | null {
  const value = jsonField(object, name);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null;
  return typeof value === 'string' && /^[\w-]{1,64}$/.test(value) ? value : null;
}

export function objectField(object: JsonObject, name: string): JsonObject | null {
  const value = jsonField(object, name);
  return isJsonObject(value) ? value : null;
}

export function listField(object: JsonObject, name: string): readonly JsonValue[] {
  const value = jsonField(object, name);
  return Array.isArray(value) ? value : [];
}

const notARow = {
  fr: 'Un objet { … } est attendu ici. Retirez cet élément, ou exportez de nouveau.',
  en: 'An object { … } is expected here. Remove this element, or export again.',
};
