import { type CsvDelimiter, type CsvRow, readCsv, sniffCsvDelimiter } from '#engines/csv.ts';
import type { InputProblem } from '#engines/result.ts';
import { columnRoles } from './csv-headers.ts';
import { type KnownAssetFinder, linkCsvReferences } from './csv-references.ts';
import { type CsvDraft, type CsvLayout, readCsvRow } from './csv-row.ts';
import { type ImportResult, unreadable } from './import-report.ts';
import { createSuggester } from './nearest.ts';
import { assetLimits, isStorable, unstorable } from './oversized.ts';
import { type ImportInput, readImportText } from './read-text.ts';
import { createSetBuilder, type SetBuilder } from './set-builder.ts';

const csvImportLimits = { maxRows: 200_000, maxColumns: 200, maxCellLength: 10_000 } as const;

export interface CsvImportOptions {
  /** Type of the rows of a file without a column for it. */
  readonly defaultType?: string;
  readonly delimiter?: CsvDelimiter;
  /** Looks on the map for an asset that a row names and the file does not hold. */
  readonly find?: KnownAssetFinder;
}

/**
 * Reads a table of assets: one row each, titles in French or English on the first row (`columnRoles`), several values
 * in a cell separated by `|`. A title that nobody knows is an attribute of that name.
 */
export function importCsvAssets(input: ImportInput, options: CsvImportOptions = {}): ImportResult {
  const { value: text, problems } = readImportText(input);
  if (text === null) return unreadable('csv', problems);
  const builder = createSetBuilder('csv');
  const drafts: CsvDraft[] = [];
  let layout: CsvLayout | null = null;
  let fatal: InputProblem | null = null;
  const onRow = (row: CsvRow): void => {
    if (layout === null) {
      const { defaultType } = options;
      layout = {
        header: row.cells,
        roles: columnRoles(row.cells),
        defaultType,
        suggest: createSuggester(100),
      };
      fatal ??= headerFault(row, layout);
    } else if (fatal === null) addRow(builder, drafts, row, layout);
  };
  const onProblem = (problem: InputProblem): void => {
    if (layout === null || problem.code === 'csv.too-many-rows') fatal ??= problem;
    else builder.refuse(problem);
  };
  // The header is a row of its own for the reader.
  const limits = { ...csvImportLimits, maxRows: csvImportLimits.maxRows + 1 };
  readCsv(text, options.delimiter ?? sniffCsvDelimiter(text), limits, onRow, onProblem);
  if (fatal === null && layout === null) fatal = noHeader;
  if (fatal !== null) return unreadable('csv', [fatal]);
  if (drafts.length === 0) noRows(builder);
  linkCsvReferences(builder, drafts, options.find);
  return builder.finish();
}

function addRow(builder: SetBuilder, drafts: CsvDraft[], row: CsvRow, layout: CsvLayout): void {
  const damaged = row.cells.findIndex((cell) => !isStorable(cell));
  const draft = damaged === -1 ? readCsvRow(row, layout) : unstorable(row.place(damaged));
  const fault = 'code' in draft ? draft : builder.addAsset(draft.claim, draft.place);
  if (fault !== null) builder.refuse(fault);
  else if ('claim' in draft) {
    builder.accept();
    drafts.push(draft);
    for (const warning of draft.warnings) builder.warn(warning);
  }
}

const noHeader: InputProblem = {
  code: 'csv.no-header',
  line: 1,
  column: 1,
  message: {
    fr: 'Le fichier est vide. Mettez sur la première ligne les titres des colonnes : nom, type, code…',
    en: 'The file is empty. Put the column titles on the first line: name, type, code…',
  },
};

/** Why this first row cannot be a header. */
function headerFault(row: CsvRow, { header, roles, defaultType }: CsvLayout): InputProblem | null {
  const has = (kind: string): boolean => roles.some((role) => role.kind === kind);
  const coded = roles.some((role) => role.kind === 'identity' && role.identity === 'code');
  const found = header
    .map((title) => title.slice(0, 30))
    .slice(0, 12)
    .join(', ');
  const long = header.findIndex((title) => title.length > assetLimits.attributeName || !isStorable(title));
  if (long !== -1) {
    const message = {
      fr: `Ce titre de colonne dépasse ${assetLimits.attributeName} caractères ou porte un caractère nul. Raccourcissez-le.`,
      en: `This column title is longer than ${assetLimits.attributeName} characters or holds a null character. Shorten it.`,
    };
    return { code: 'csv.title', ...row.place(long), message };
  }
  if (!has('name') && !has('key') && !coded) {
    const message = {
      fr: `Aucune colonne ne donne le nom des actifs (nom, libellé ou code). Titres lus : ${found}. Vérifiez la première ligne et le séparateur.`,
      en: `No column gives the name of the assets (name, label or code). Titles read: ${found}. Check the first line and the separator.`,
    };
    return { code: 'csv.no-name-column', ...row.place(0), message };
  }
  if (!has('type') && defaultType === undefined) {
    const message = {
      fr: `Aucune colonne ne donne le type des actifs. Titres lus : ${found}. Ajoutez une colonne « type » (serveur, application, service…).`,
      en: `No column gives the type of the assets. Titles read: ${found}. Add a “type” column (server, application, service…).`,
    };
    return { code: 'csv.no-type-column', ...row.place(0), message };
  }
  return null;
}

/** An empty table must not be taken for "everything is gone". */
function noRows(builder: SetBuilder): void {
  builder.markPartial();
  const message = {
    fr: 'Le fichier n’a aucun actif lisible sous son en-tête. Il n’y a rien à importer.',
    en: 'The file has no readable asset under its header. There is nothing to import.',
  };
  builder.warn({ code: 'csv.no-rows', line: 1, column: 1, message });
}
