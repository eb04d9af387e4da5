import { answerCase } from '#engines/graph/answer-case.ts';
import { readCases } from '#engines/graph/propagation-case.ts';
import type { CaseReading } from '#engines/graph/propagation-case.ts';
import { parseJson } from '#engines/json-document.ts';
import type { InputProblem } from '#engines/result.ts';
import type { Text } from '#engines/text.ts';
import { decodeUtf8 } from '#engines/utf8.ts';
import type { ExitStatus } from '#platform/command.ts';
import { languageOf } from '#platform/command.ts';
import { Problem } from '#platform/problems.ts';
import { readInput } from '#platform/read-input.ts';

export interface ImpactIo {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: (line: string) => void;
  readonly stderr: (line: string) => void;
  /** The terminal's language; French when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const SHOWN_PROBLEMS = 3;

const usage: Text = {
  fr: 'vigie impact [FICHIER] : propage les faits de chaque cas et donne les états. Sans fichier, ou avec « - », lit l’entrée standard.',
  en: 'vigie impact [FILE]: propagates the facts of each case and gives the states. Without a file, or with “-”, reads standard input.',
};

const noCases: Text = {
  fr: 'Le document n’a pas la forme attendue : un objet avec une liste « availability_cases » ou « compromise_cases ».',
  en: 'The document does not have the expected form: an object with a list “availability_cases” or “compromise_cases”.',
};

/**
 * `vigie impact FILE`: a line per case, `{"id", "states", …}`, or `{"id", "error"}` for a case that cannot be read.
 * Status 1 when a case was refused, 2 when there is nothing to read.
 */
export async function impactCommand(args: string[], io: ImpactIo): Promise<ExitStatus> {
  const language = languageOf(io.env ?? {});
  const options = args.filter((arg) => arg.startsWith('-') && arg !== '-');
  if (args.length > 1 || options.length > 0) {
    io.stderr(usage[language]);
    return args.length === 1 && args[0] === '--help' ? 0 : 2;
  }
  const { cases, fault } = await readDocument(args[0], io.stdin);
  if (cases === null) {
    io.stderr(fault[language]);
    return 2;
  }
  let status: ExitStatus = 0;
  for (const { id, value, problems } of cases) {
    if (value !== null) io.stdout(JSON.stringify(answerCase(value)));
    else {
      status = 1;
      const error = problems.slice(0, SHOWN_PROBLEMS).map((problem) => inWords(problem)[language]);
      io.stdout(JSON.stringify({ ...(id === null ? {} : { id }), error: error.join(' ') }));
    }
  }
  return status;
}

type Document = { cases: CaseReading[]; fault: null } | { cases: null; fault: Text };

async function readDocument(file: string | undefined, stdin: ImpactIo['stdin']): Promise<Document> {
  try {
    const text = decodeUtf8(await readInput(file, stdin));
    const json = text.value === null ? { value: null, problems: text.problems } : parseJson(text.value);
    const [problem] = json.problems;
    if (json.value === null)
      return { cases: null, fault: problem === undefined ? noCases : inWords(problem) };
    const cases = readCases(json.value.root);
    return cases === null ? { cases, fault: noCases } : { cases, fault: null };
  } catch (error) {
    if (error instanceof Problem) return { cases: null, fault: error.text };
    throw error;
  }
}

/** The place, then the sentence. */
function inWords({ path, line, column, message }: InputProblem): Text {
  if (path !== undefined) return { fr: `${path} : ${message.fr}`, en: `${path}: ${message.en}` };
  if (line === undefined) return message;
  return {
    fr: `Ligne ${line}, colonne ${column ?? 1} : ${message.fr}`,
    en: `Line ${line}, column ${column ?? 1}: ${message.en}`,
  };
}
