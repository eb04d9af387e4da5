import { describeDevice } from '#engines/device/describe-device.ts';
import type { InputProblem } from '#engines/result.ts';
import { parseSnmprec } from '#engines/snmprec/parse-snmprec.ts';
import type { Language, Text } from '#engines/text.ts';
import type { ExitStatus } from '#platform/command.ts';
import { languageOf } from '#platform/command.ts';
import { Problem } from '#platform/problems.ts';
import { readInput } from '#platform/read-input.ts';
import { asDocument } from './cli-device-document.ts';
import { discoverRange } from './cli-discover-range.ts';
import { rangeArguments } from './cli-discover-arguments.ts';

export interface DiscoverIo {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: (line: string) => void;
  readonly stderr: (line: string) => void;
  /** The terminal's language; French when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const usage: Text = {
  fr: 'vigie discover --walk FICHIER [--json] : décrit en JSON l’équipement d’un relevé .snmprec. « - » lit l’entrée standard.\nvigie discover --range PLAGE [--community MOT]… [--version 1|2c] [--port N] [--timeout MS] : interroge par SNMP une adresse, 192.0.2.0/24 ou 192.0.2.1-192.0.2.9, et décrit ce qui répond, une ligne par équipement.',
  en: 'vigie discover --walk FILE [--json]: describes as JSON the device of an .snmprec walk. “-” reads standard input.\nvigie discover --range RANGE [--community WORD]… [--version 1|2c] [--port N] [--timeout MS]: asks by SNMP an address, 192.0.2.0/24 or 192.0.2.1-192.0.2.9, and describes what answers, a line for each device.',
};

const nothing: Text = {
  fr: 'Aucune valeur SNMP dans ce fichier : il faut une ligne par valeur, OID|TYPE|VALEUR.',
  en: 'There is no SNMP value in this file: it needs a line per value, OID|TYPE|VALUE.',
};

/**
 * `vigie discover --walk FILE`: one document of what Vigie understands of the device. Lines that cannot be read are
 * named on standard error and under `problems`, the rest counts. Status 1 when nothing could be read of the walk, 2
 * when there is nothing to read.
 */
export async function discoverCommand(args: readonly string[], io: DiscoverIo): Promise<ExitStatus> {
  const language = languageOf(io.env ?? {});
  const range = rangeArguments(args, io.env ?? {});
  if (range !== null) return discoverRange(range, io, language);
  const file = walkOf(args);
  if (file === null) {
    io.stderr(usage[language]);
    return args.length === 1 && args[0] === '--help' ? 0 : 2;
  }
  try {
    const { value: view, problems } = parseSnmprec(await readInput(file, io.stdin));
    const said = problems.map((problem) => inWords(problem, language));
    for (const line of said) io.stderr(line);
    if (view.size === 0) {
      io.stderr(nothing[language]);
      io.stdout(JSON.stringify({ error: nothing[language] }));
      return 1;
    }
    io.stdout(JSON.stringify({ ...asDocument(describeDevice(view)), problems: said }));
    return 0;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    io.stderr(error.text[language]);
    return 2;
  }
}

/** The file of `--walk FILE` or `--walk=FILE`, null for anything else. */
function walkOf(args: readonly string[]): string | null {
  const rest = args.filter((arg) => arg !== '--json');
  const [first, second] = rest;
  if (rest.length === 2 && first === '--walk' && second !== undefined && second !== '') return second;
  if (rest.length !== 1 || first?.startsWith('--walk=') !== true) return null;
  return first.slice('--walk='.length) || null;
}

function inWords({ line, message }: InputProblem, language: Language): string {
  if (line === undefined) return message[language];
  return language === 'fr' ? `Ligne ${line} : ${message.fr}` : `Line ${line}: ${message.en}`;
}
