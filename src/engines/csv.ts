import type { InputProblem, Place } from './result.ts';
import { createTextPlaces } from './text-places.ts';
import type { Text } from './text.ts';

export type CsvDelimiter = ',' | ';' | '\t';

export interface CsvRow {
  readonly cells: readonly string[];
  /** Line and column where a cell starts; of the row itself when there is no such cell. */
  place(cell: number): Place;
}

export interface CsvLimits {
  readonly maxRows: number;
  readonly maxColumns: number;
  readonly maxCellLength: number;
}

export interface CsvReading {
  readonly delimiter: CsvDelimiter;
  /** Rows handed over and rows refused, empty lines left out. */
  readonly rows: number;
  readonly refusedRows: number;
  /** True when the row limit stopped the reading: `onRow` saw only the first rows. */
  readonly stopped: boolean;
}

const spreadsheetFormula = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * One cell for a spreadsheet. Text that a spreadsheet would run as a formula gets a leading apostrophe (OWASP CSV
 * injection), which `readCsv` takes off again; numbers and truth values stay as they are.
 */
export function csvCell(value: string | number | boolean | null | undefined): string {
  if (typeof value !== 'string') return value === null || value === undefined ? '' : String(value);
  const safe = spreadsheetFormula.test(value) ? `'${value}` : value;
  return /[",;\t\r\n]|^ | $/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The separator of the first line that holds one, read outside quotes; `sep=;` (Excel) decides when present. */
export function sniffCsvDelimiter(text: string): CsvDelimiter {
  const declared = /^\uFEFF?sep=([,;\t])(?:\r|\n|$)/i.exec(text.slice(0, 16));
  if (declared) return declared[1] as CsvDelimiter;
  const counts = { ';': 0, ',': 0, '\t': 0 };
  let quoted = false;
  for (const letter of text.slice(0, 100_000)) {
    if (letter === '"') quoted = !quoted;
    else if (!quoted && (letter === ';' || letter === ',' || letter === '\t')) counts[letter]++;
    else if (!quoted && (letter === '\n' || letter === '\r') && Object.values(counts).some(Boolean)) break;
  }
  if (counts['\t'] > counts[';'] && counts['\t'] > counts[',']) return '\t';
  return counts[','] > counts[';'] ? ',' : ';';
}

/**
 * Reads RFC 4180 rows and hands each to `onRow`. Lines may end with LF, CR LF or CR; blanks around a quoted cell
 * and quotes inside an unquoted one are let be. A row with a misplaced or unclosed quote, too long a cell or too many
 * cells goes to `onProblem` and the reading goes on at the next line of the file, so that one slip costs one row.
 */
export function readCsv(
  text: string,
  delimiter: CsvDelimiter,
  limits: CsvLimits,
  onRow: (row: CsvRow) => void,
  onProblem: (problem: InputProblem) => void,
): CsvReading {
  const places = createTextPlaces(text);
  let at = startOffset(text);
  let rows = 0;
  let refusedRows = 0;
  while (at < text.length) {
    const row = readRow(text, at, delimiter, limits);
    if (row.fault === null && row.cells.length === 1 && row.cells[0]?.trim() === '') {
      at = row.end;
      continue;
    }
    if (rows + refusedRows >= limits.maxRows) {
      onProblem({ code: 'csv.too-many-rows', ...places(at), message: tooManyRows(limits.maxRows) });
      return { delimiter, rows, refusedRows, stopped: true };
    }
    if (row.fault === null) {
      rows++;
      onRow({ cells: row.cells, place: (cell) => places(row.starts[cell] ?? row.starts[0] ?? 0) });
      at = row.end;
    } else {
      refusedRows++;
      onProblem({ code: row.fault.code, ...places(row.fault.offset), message: row.fault.message });
      at = nextLine(text, at);
    }
  }
  return { delimiter, rows, refusedRows, stopped: false };
}

interface RawRow {
  readonly cells: string[];
  readonly starts: number[];
  end: number;
  fault: { readonly code: string; readonly offset: number; readonly message: Text } | null;
}

function readRow(text: string, start: number, delimiter: CsvDelimiter, limits: CsvLimits): RawRow {
  const row: RawRow = { cells: [], starts: [], end: text.length, fault: null };
  let at = start;
  for (;;) {
    if (row.cells.length >= limits.maxColumns) {
      row.fault = { code: 'csv.too-many-cells', offset: at, message: tooManyCells(limits.maxColumns) };
      return row;
    }
    const quote = firstOtherThanBlank(text, at, delimiter);
    const quoted = text[quote] === '"';
    row.starts.push(quoted ? quote : at);
    const end = quoted
      ? readQuoted(text, quote, delimiter, limits, row)
      : readPlain(text, at, delimiter, row);
    if (row.fault !== null) return row;
    if ((row.cells.at(-1)?.length ?? 0) > limits.maxCellLength) {
      row.fault = { code: 'csv.cell-too-long', offset: at, message: cellTooLong(limits.maxCellLength) };
      return row;
    }
    if (text[end] !== delimiter) {
      row.end = end >= text.length ? end : nextLine(text, end);
      return row;
    }
    at = end + 1;
  }
}

function readPlain(text: string, start: number, delimiter: CsvDelimiter, row: RawRow): number {
  let end = start;
  for (; end < text.length; end++) {
    const letter = text[end];
    if (letter === delimiter || letter === '\n' || letter === '\r') break;
  }
  row.cells.push(withoutApostrophe(text.slice(start, end).trim()));
  return end;
}

/** Returns the offset of what ends the cell: a delimiter, a line end or the end of the text. */
function readQuoted(
  text: string,
  quote: number,
  delimiter: CsvDelimiter,
  limits: CsvLimits,
  row: RawRow,
): number {
  let at = quote + 1;
  let value = '';
  for (;;) {
    const close = text.indexOf('"', at);
    // An unclosed quote must not swallow the file: it is looked for no further than the longest cell.
    if (close === -1 || value.length + close - at > limits.maxCellLength) {
      const fault = close === -1 ? 'csv.quote-not-closed' : 'csv.cell-too-long';
      const message = close === -1 ? quoteNotClosed : cellTooLong(limits.maxCellLength);
      row.fault = { code: fault, offset: quote, message };
      return at;
    }
    value += text.slice(at, close);
    if (text[close + 1] === '"') {
      value += '"';
      at = close + 2;
      continue;
    }
    const end = firstOtherThanBlank(text, close + 1, delimiter);
    const after = text[end];
    if (after !== undefined && after !== delimiter && after !== '\n' && after !== '\r') {
      row.fault = { code: 'csv.misplaced-quote', offset: close, message: misplacedQuote };
    }
    row.cells.push(withoutApostrophe(value));
    return end;
  }
}

function firstOtherThanBlank(text: string, start: number, delimiter: CsvDelimiter): number {
  let at = start;
  while (text[at] === ' ' || (text[at] === '\t' && delimiter !== '\t')) at++;
  return at;
}

function withoutApostrophe(value: string): string {
  return value.startsWith("'") && spreadsheetFormula.test(value.slice(1)) ? value.slice(1) : value;
}

function startOffset(text: string): number {
  const mark = text.startsWith('\uFEFF') ? 1 : 0;
  return /^sep=[,;\t](?:\r|\n|$)/i.test(text.slice(mark, mark + 8)) ? nextLine(text, mark) : mark;
}

function nextLine(text: string, start: number): number {
  const lineEnd = /\r\n?|\n/g;
  lineEnd.lastIndex = start;
  return lineEnd.exec(text) === null ? text.length : lineEnd.lastIndex;
}

const quoteNotClosed: Text = {
  fr: 'Ce guillemet ouvre une cellule qui n’est jamais fermée. Fermez-la, ou doublez le guillemet s’il fait partie du texte.',
  en: 'This quote opens a cell that is never closed. Close it, or double the quote when it belongs to the text.',
};
const misplacedQuote: Text = {
  fr: 'Du texte suit le guillemet qui ferme cette cellule. Doublez le guillemet s’il fait partie du texte.',
  en: 'Text follows the quote that closes this cell. Double the quote when it belongs to the text.',
};

function cellTooLong(limit: number): Text {
  return {
    fr: `Cette cellule dépasse ${limit} caractères (guillemet oublié ?). Raccourcissez-la.`,
    en: `This cell is longer than ${limit} characters (forgotten quote?). Shorten it.`,
  };
}

function tooManyCells(limit: number): Text {
  return {
    fr: `Cette ligne a plus de ${limit} cellules. Vérifiez le séparateur, ou retirez des colonnes.`,
    en: `This row has more than ${limit} cells. Check the separator, or remove columns.`,
  };
}

function tooManyRows(limit: number): Text {
  return {
    fr: `Le fichier a plus de ${limit} lignes. Découpez-le en plusieurs fichiers.`,
    en: `The file has more than ${limit} rows. Split it into several files.`,
  };
}
