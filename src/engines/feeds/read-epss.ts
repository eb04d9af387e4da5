import type { EpssScore } from '#engines/advisory/advisory.ts';
import { readCsv } from '#engines/csv.ts';
import type { CsvRow } from '#engines/csv.ts';
import type { InputProblem, Result } from '#engines/result.ts';
import { instantOf, notOfForm, problemAt, unread } from './fields.ts';

/** A day file of EPSS. */
export interface EpssFile {
  /** `v2025.03.14`; empty when the file does not say. */
  readonly model: string;
  readonly scoredAt: string | null;
  readonly scores: readonly EpssScore[];
}

const maxLength = 200_000_000;
const maxListed = 20;

/**
 * Reads the CSV file of a day: the comment line `#model_version:…,score_date:…` of FIRST when there is one, then a
 * header that names `cve`, `epss` and `percentile` (or `EPSS Percentile`), in any order and among other columns.
 */
export function readEpss(text: string): Result<EpssFile | null> {
  const headerStart = text.startsWith('#') ? text.indexOf('\n') + 1 : text.startsWith('\uFEFF') ? 1 : 0;
  const headerEnd = endOfLine(text, headerStart);
  const columns = columnsOf(text.slice(headerStart, headerEnd));
  if (columns === null || text.length > maxLength)
    return unread(null, notOfForm('EPSS (FIRST)', '/0', 'cve,epss,percentile'));
  const isPlain = columns.cve === 0 && columns.score === 1 && columns.percentile === 2 && columns.count === 3;
  if (!isPlain) return readTable(text.slice(headerStart), columns);
  const scores: EpssScore[] = [];
  const problems: InputProblem[] = [];
  let line = headerStart === 0 ? 1 : 2;
  for (let at = headerEnd + 1; at < text.length;) {
    const end = endOfLine(text, at);
    line++;
    const row = text.slice(at, end);
    const score = plainRow(row);
    if (score !== null) scores.push(score);
    else if (row.trim() !== '' && problems.length < maxListed) problems.push(badLine(line, row));
    at = end + 1;
  }
  return { value: { ...commentOf(text.slice(0, headerStart)), scores }, problems };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

interface Columns {
  readonly cve: number;
  readonly score: number;
  readonly percentile: number;
  readonly count: number;
}

function columnsOf(header: string): Columns | null {
  const names = header.split(',').map((name) => name.trim().toLowerCase().replaceAll('"', ''));
  const cve = names.indexOf('cve');
  const score = names.indexOf('epss');
  const percentile = names.findIndex((name) => name === 'percentile' || name === 'epss percentile');
  return cve < 0 || score < 0 || percentile < 0 ? null : { cve, score, percentile, count: names.length };
}

/** The form of FIRST, by the shortest way: 300,000 lines a day. */
function plainRow(row: string): EpssScore | null {
  const first = row.indexOf(',');
  const second = row.indexOf(',', first + 1);
  return first < 0 || second < 0
    ? null
    : scoreOf(row.slice(0, first), row.slice(first + 1, second), row.slice(second + 1));
}

const limits = { maxRows: 1_000_000, maxColumns: 100, maxCellLength: 100_000 };

function readTable(text: string, columns: Columns): Result<EpssFile> {
  const scores: EpssScore[] = [];
  const problems: InputProblem[] = [];
  const refuse = (problem: InputProblem): void => {
    if (problems.length < maxListed) problems.push(problem);
  };
  let isHeader = true;
  const onRow = (row: CsvRow): void => {
    const { cells } = row;
    const [cve = '', own = '', rank = ''] = [columns.cve, columns.score, columns.percentile].map(
      (at) => cells[at],
    );
    const score = scoreOf(cve, own, rank);
    if (score !== null) scores.push(score);
    else if (!isHeader) refuse(badLine(row.place(0).line ?? 0, cells.join(',')));
    isHeader = false;
  };
  readCsv(text, ',', limits, onRow, refuse);
  return { value: { model: '', scoredAt: null, scores }, problems };
}

function scoreOf(cve: string, score: string, percentile: string): EpssScore | null {
  const [own, rank] = [Number(score), Number(percentile)];
  const isSound = own >= 0 && own <= 1 && rank >= 0 && rank <= 1 && score.trim() !== '';
  return isSound && /^CVE-\d{4}-\d{4,19}$/.test(cve) ? { cve, score: own, percentile: rank } : null;
}

function commentOf(comment: string): Pick<EpssFile, 'model' | 'scoredAt'> {
  const model = /model_version:([\w.-]{1,40})/.exec(comment)?.[1] ?? '';
  const date = /score_date:([\dT:+.Z-]{10,40})/.exec(comment)?.[1] ?? null;
  return { model, scoredAt: instantOf(date?.replace(/\+0000$/, 'Z') ?? null) };
}

function badLine(line: number, row: string): InputProblem {
  const shown = row.slice(0, 80);
  return {
    ...problemAt('feed.line', `/${line}`, {
      fr: `La ligne ${line} n’est pas un score EPSS : « ${shown} ». Elle est laissée de côté.`,
      en: `Line ${line} is not an EPSS score: “${shown}”. It is left out.`,
    }),
    line,
  };
}
