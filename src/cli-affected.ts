import { judgeProducts } from '#engines/advisory/affected.ts';
import type { AffectedQuestion } from '#engines/advisory/affected.ts';
import type { AffectedProduct } from '#engines/advisory/affected-types.ts';
import { readAffected } from '#engines/advisory/read-affected.ts';
import { isJsonObject, jsonField } from '#engines/json-value.ts';
import type { JsonValue } from '#engines/json-value.ts';
import type { Text } from '#engines/text.ts';
import { refused } from '#engines/version/compare-versions.ts';
import type { ExitStatus } from '#platform/command.ts';
import { languageOf } from '#platform/command.ts';
import { Problem } from '#platform/problems.ts';
import { ofRow, readRows } from './cli-rows.ts';
import type { Row } from './cli-rows.ts';

export interface AffectedIo {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: (line: string) => void;
  readonly stderr: (line: string) => void;
  /** The terminal's language; French when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const usage: Text = {
  fr: 'vigie affected [QUESTIONS] --cves FICHIER… : lit des questions, {"cve", "vendor", "product", "version"} une par ligne, et répond {"verdict", "evidence"} d’après des fiches CVE JSON 5, une par ligne. Sans fichier de questions, ou avec « - », lit l’entrée standard.',
  en: 'vigie affected [QUESTIONS] --cves FILE…: reads questions, {"cve", "vendor", "product", "version"} one a line, and answers {"verdict", "evidence"} from CVE JSON 5 records, one a line. Without a file of questions, or with “-”, reads standard input.',
};

type Question =
  | { readonly cve: string; readonly asked: AffectedQuestion; readonly fault: null }
  | { readonly fault: Text };

/**
 * `vigie affected --cves FILE…`: a verdict per question, with the place of the record that decides (JSON pointer) and
 * how it was read. Questions are read first, so that only the records they name are kept. Status 1 when a question or a
 * record was refused, 2 when the arguments are unusable or a file cannot be read.
 */
export async function affectedCommand(args: readonly string[], io: AffectedIo): Promise<ExitStatus> {
  const language = languageOf(io.env ?? {});
  const files = readArguments(args);
  if (files === null) {
    io.stderr(usage[language]);
    return args.length === 1 && args[0] === '--help' ? 0 : 2;
  }
  try {
    const questions: Question[] = [];
    for await (const row of readRows(files.questions, io.stdin)) questions.push(questionOf(row));
    const wanted = new Set(questions.flatMap((question) => (question.fault === null ? [question.cve] : [])));
    const { records, faults } = await readRecords(files.cves, wanted, io.stdin);
    for (const fault of faults) io.stderr(fault[language]);
    let status: ExitStatus = faults.length > 0 ? 1 : 0;
    for (const question of questions) {
      if (question.fault !== null) {
        status = 1;
        io.stdout(JSON.stringify({ error: question.fault[language] }));
      } else io.stdout(JSON.stringify(answerTo(question, records.get(question.cve))));
    }
    return status;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    io.stderr(error.text[language]);
    return 2;
  }
}

/** Standard input serves once: for the questions, or for one file of records when the questions have a file. */
function readArguments(
  args: readonly string[],
): { questions: string | undefined; cves: readonly string[] } | null {
  const questions: string[] = [];
  const cves: string[] = [];
  let isOfCves = false;
  for (const arg of args) {
    if (arg === '--cves') isOfCves = true;
    else if (arg.startsWith('--cves=')) cves.push(arg.slice('--cves='.length));
    else if (arg === '--') isOfCves = false;
    else if (arg.startsWith('-') && arg !== '-') return null;
    else (isOfCves ? cves : questions).push(arg);
  }
  const [own = '-'] = questions;
  const ofStdin = [own, ...cves].filter((file) => file === '-').length;
  return questions.length > 1 || cves.length === 0 || ofStdin > 1 ? null : { questions: own, cves };
}

function questionOf(row: Row): Question {
  if (row.fault !== null) return { fault: row.fault };
  const { value } = row;
  const text = (name: string): string | null => {
    const field = isJsonObject(value) ? jsonField(value, name) : undefined;
    return typeof field === 'string' ? field : null;
  };
  const [cve, vendor, product, version] = [text('cve'), text('vendor'), text('product'), text('version')];
  if (cve === null || vendor === null || product === null || version === null)
    return { fault: ofRow(row, notAQuestion) };
  const problem = version.trim() === '' ? null : refused(version, 'version');
  if (problem !== null) return { fault: ofRow(row, problem.message) };
  return { cve: cve.trim().toUpperCase(), asked: { vendor, product, version }, fault: null };
}

const notAQuestion: Text = {
  fr: 'il faut un objet de la forme {"cve", "vendor", "product", "version"}, ses valeurs en texte.',
  en: 'it must be an object of the form {"cve", "vendor", "product", "version"}, its values as text.',
};

interface Kept {
  readonly updated: string;
  readonly products: readonly AffectedProduct[];
}

const maxFaults = 20;

async function readRecords(
  files: readonly string[],
  wanted: ReadonlySet<string>,
  stdin: AffectedIo['stdin'],
): Promise<{ records: ReadonlyMap<string, Kept>; faults: readonly Text[] }> {
  const records = new Map<string, Kept>();
  const faults: Text[] = [];
  for (const file of files)
    for await (const row of readRows(file, stdin, (text) => namesOne(text, wanted))) {
      if (row.fault !== null) {
        if (faults.length < maxFaults) faults.push(ofFile(file, row.fault));
        continue;
      }
      const { cve, updated } = identityOf(row.value);
      if (!wanted.has(cve) || updated < (records.get(cve)?.updated ?? '')) continue;
      records.set(cve, { updated, products: readAffected(row.value) });
    }
  return { records, faults };
}

/** Most lines of a feed are of no question: they are told by their name, without being read. */
function namesOne(text: string, wanted: ReadonlySet<string>): boolean {
  for (const [, cve = ''] of text.matchAll(/"cveId"\s*:\s*"(CVE-\d{4}-\d{4,19})"/gi))
    if (wanted.has(cve.toUpperCase())) return true;
  return !text.includes('"cveId"') && text.trim() !== '';
}

function identityOf(record: JsonValue): { cve: string; updated: string } {
  const metadata = isJsonObject(record) ? jsonField(record, 'cveMetadata') : undefined;
  const text = (name: string): string => {
    const field = isJsonObject(metadata) ? jsonField(metadata, name) : undefined;
    return typeof field === 'string' ? field : '';
  };
  return { cve: text('cveId').toUpperCase(), updated: text('dateUpdated') };
}

function answerTo({ asked }: { asked: AffectedQuestion }, record: Kept | undefined): object {
  if (record === undefined) return { verdict: 'unknown', evidence: '', flags: ['no-record'] };
  const { verdict, evidence, flags, fixedIn } = judgeProducts(record.products, asked);
  return { verdict, evidence: evidence ?? '', flags, ...(fixedIn === null ? {} : { fixed_in: fixedIn }) };
}

function ofFile(file: string, { fr, en }: Text): Text {
  return { fr: `${file} : ${fr}`, en: `${file}: ${en}` };
}
