import { isJsonObject, jsonField } from '#engines/json-value.ts';
import type { JsonObject } from '#engines/json-value.ts';
import type { Result } from '#engines/result.ts';
import type { Text } from '#engines/text.ts';
import { compareVersions, unknownScheme } from '#engines/version/compare-versions.ts';
import { satisfies } from '#engines/version/satisfies.ts';
import { schemeNamed } from '#engines/version/schemes.ts';
import { versFromNative } from '#engines/version/vers-from-native.ts';
import { formatVers, parseVers } from '#engines/version/vers.ts';
import type { ExitStatus } from '#platform/command.ts';
import { languageOf } from '#platform/command.ts';
import { Problem } from '#platform/problems.ts';
import { ofRow, readRows } from './cli-rows.ts';
import type { Row } from './cli-rows.ts';

export interface VersionIo {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: (line: string) => void;
  readonly stderr: (line: string) => void;
  /** The terminal's language; French when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

type Answer = (row: JsonObject, scheme: string | null) => Result<object | null> | Text;

const actions: Readonly<Record<string, Answer>> = {
  compare: (row, scheme) => {
    const [a, b] = [textOf(row, 'a'), textOf(row, 'b')];
    const named = textOf(row, 'scheme') ?? scheme ?? 'generic';
    if (a === null || b === null) return shape('{"scheme", "a", "b"}');
    return mapped(compareVersions(named, a, b), (cmp) => ({ cmp }));
  },
  satisfies: (row, scheme) => {
    const [version, constraint] = [textOf(row, 'version'), textOf(row, 'constraint')];
    const named = textOf(row, 'scheme') ?? scheme;
    if (version === null || constraint === null || named === null)
      return shape('{"scheme", "version", "constraint"}');
    return mapped(satisfies(named, version, constraint), (satisfied) => ({ satisfied }));
  },
  range: (row, scheme) => {
    const [range, vers] = [textOf(row, 'range'), textOf(row, 'vers')];
    const named = textOf(row, 'scheme') ?? scheme;
    if (vers !== null) return mapped(parseVers(vers), (value) => ({ vers: formatVers(value) }));
    if (range === null || named === null) return shape('{"scheme", "range"} / {"vers"}');
    return mapped(versFromNative(named, range), (value) => ({ vers: formatVers(value) }));
  },
};

const usage: Text = {
  fr: 'vigie version compare|satisfies|range [--scheme S] [FICHIER] : lit un objet JSON par ligne et répond par une ligne. compare : {"a", "b"} → {"cmp"} ; satisfies : {"version", "constraint"} → {"satisfied"} ; range : {"range"} ou {"vers"} → {"vers"}. Chaque ligne peut nommer son « scheme » ; compare prend « generic » à défaut. Sans fichier, ou avec « - », lit l’entrée standard.',
  en: 'vigie version compare|satisfies|range [--scheme S] [FILE]: reads a JSON object a line and answers with a line. compare: {"a", "b"} → {"cmp"}; satisfies: {"version", "constraint"} → {"satisfied"}; range: {"range"} or {"vers"} → {"vers"}. Each line may name its “scheme”; compare takes “generic” otherwise. Without a file, or with “-”, reads standard input.',
};

/**
 * `vigie version …`: an answer per line of input, `{"error"}` for one that is refused. Status 1 when a line was refused,
 * 2 when the arguments are unusable or there is nothing to read.
 */
export async function versionCommand(args: readonly string[], io: VersionIo): Promise<ExitStatus> {
  const language = languageOf(io.env ?? {});
  const asked = readArguments(args);
  if (asked === null) {
    io.stderr(usage[language]);
    return args.length === 1 && args[0] === '--help' ? 0 : 2;
  }
  if (asked.scheme !== null && schemeNamed(asked.scheme) === null) {
    io.stderr(unknownScheme(asked.scheme).message[language]);
    return 2;
  }
  let status: ExitStatus = 0;
  try {
    for await (const row of readRows(asked.file, io.stdin)) {
      const answer = answerRow(row, asked);
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

interface Asked {
  readonly answer: Answer;
  readonly scheme: string | null;
  readonly file: string | undefined;
}

function readArguments([action = '', ...rest]: readonly string[]): Asked | null {
  const answer = Object.hasOwn(actions, action) ? actions[action] : undefined;
  let scheme: string | null = null;
  const files: string[] = [];
  for (let at = 0; at < rest.length; at++) {
    const arg = rest[at] ?? '';
    if (arg === '--scheme') scheme = rest[++at] ?? '';
    else if (arg.startsWith('--scheme=')) scheme = arg.slice('--scheme='.length);
    else if (arg.startsWith('-') && arg !== '-') return null;
    else files.push(arg);
  }
  return answer === undefined || files.length > 1 ? null : { answer, scheme, file: files[0] };
}

function answerRow(row: Row, { answer, scheme }: Asked): object | Text {
  if (row.fault !== null) return row.fault;
  if (!isJsonObject(row.value)) return ofRow(row, shape('{…}'));
  const result = answer(row.value, scheme);
  if ('fr' in result) return ofRow(row, result);
  return result.value ?? ofRow(row, result.problems[0]?.message ?? shape('{…}'));
}

function mapped<T>({ value, problems }: Result<T | null>, map: (value: T) => object): Result<object | null> {
  return { value: value === null ? null : map(value), problems };
}

function textOf(row: JsonObject, name: string): string | null {
  const value = jsonField(row, name);
  return typeof value === 'string' ? value : null;
}

function shape(form: string): Text {
  return {
    fr: `il faut un objet de la forme ${form}, ses valeurs en texte ; « scheme » peut venir de --scheme.`,
    en: `it must be an object of the form ${form}, its values as text; “scheme” may come from --scheme.`,
  };
}
