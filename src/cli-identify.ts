import { identify } from '#engines/device/identify.ts';
import { parseJson } from '#engines/json-document.ts';
import type { Text } from '#engines/text.ts';
import type { ExitStatus } from '#platform/command.ts';
import { languageOf } from '#platform/command.ts';
import { Problem } from '#platform/problems.ts';
import { type InputLine, readInputLines } from '#platform/read-input.ts';

export interface IdentifyIo {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: (line: string) => void;
  readonly stderr: (line: string) => void;
  /** The terminal's language; French when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const usage: Text = {
  fr: 'vigie identify [FICHIER] : lit un équipement par ligne, {"sysObjectID", "sysDescr"}, et écrit {"os", "vendor", "type"}. Sans fichier, ou avec « - », lit l’entrée standard.',
  en: 'vigie identify [FILE]: reads a device a line, {"sysObjectID", "sysDescr"}, and writes {"os", "vendor", "type"}. Without a file, or with “-”, reads standard input.',
};

const notADevice: Text = {
  fr: 'La ligne n’a pas la forme attendue : un objet avec « sysObjectID » et « sysDescr » en texte, l’un des deux au moins.',
  en: 'The line does not have the expected form: an object with “sysObjectID” and “sysDescr” as text, one of them at least.',
};

/**
 * `vigie identify`: a line per line of input, `{"os", "vendor", "type"}`, or `{"error"}` for a line that cannot be
 * read; `os` is null when no definition fits. Status 1 when a line was refused, 2 when there is nothing to read.
 */
export async function identifyCommand(args: readonly string[], io: IdentifyIo): Promise<ExitStatus> {
  const language = languageOf(io.env ?? {});
  const options = args.filter((arg) => arg.startsWith('-') && arg !== '-');
  if (args.length > 1 || options.length > 0) {
    io.stderr(usage[language]);
    return args.length === 1 && args[0] === '--help' ? 0 : 2;
  }
  let status: ExitStatus = 0;
  try {
    for await (const line of readInputLines(args[0], io.stdin)) {
      const answer = answerLine(line);
      if ('fr' in answer) {
        status = 1;
        io.stdout(JSON.stringify({ error: answer[language] }));
      } else io.stdout(JSON.stringify(answer));
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    io.stderr(error.text[language]);
    return 2;
  }
  return status;
}

function answerLine({ text, fault }: InputLine): ReturnType<typeof identify> | Text {
  if (text === null) return fault;
  const { value, problems } = parseJson(text);
  if (value === null) return problems[0]?.message ?? notADevice;
  const row = value.root;
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return notADevice;
  const { sysObjectID, sysDescr } = row as Readonly<Record<string, unknown>>;
  if (!isText(sysObjectID) || !isText(sysDescr) || (sysObjectID ?? sysDescr) === undefined) return notADevice;
  return identify({ sysObjectId: sysObjectID ?? null, sysDescr: sysDescr ?? null });
}

function isText(value: unknown): value is string | null | undefined {
  return value === undefined || value === null || typeof value === 'string';
}
