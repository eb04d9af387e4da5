import { join } from 'node:path';
import type { InputProblem, Result } from '#engines/result.ts';
import type { Text } from '#engines/text.ts';
import { configTable, defaultDataDirectory, type Variable } from './config-table.ts';
import { isLoopback, isPair, type ListenAddress } from './config-values.ts';
import type { LogLevel } from './log.ts';

/** What must be known before Vigie starts. */
export interface Config {
  readonly dataDirectory: string;
  readonly listen: ListenAddress;
  /** Origin people open, without a final slash. */
  readonly publicUrl: string;
  /** PEM texts. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly behindProxy: boolean;
  /** Null: the embedded one. */
  readonly postgresUrl: string | null;
  readonly clickhouseUrl: string | null;
  readonly historyMemoryMebibytes: number;
  readonly keyFile: string;
  readonly allowedTargets: readonly string[];
  /** Where a feed may be a folder. */
  readonly feedFolders: readonly string[];
  readonly timeZone: string;
  readonly logLevel: LogLevel;
  readonly validateReplies: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Code of the one problem that does not keep Vigie from starting. */
export const unknownVariable = 'config.unknown-variable';

export function isFatal(problem: InputProblem): boolean {
  return problem.code !== unknownVariable;
}

/** Reads the environment; every problem names its variable in `path`. An empty variable counts as absent. */
export function readConfig(env: Environment): Result<Config> {
  const problems: InputProblem[] = unknownVariables(env);
  const read = <T>(variable: Variable<T>, otherwise: T): T => {
    const given = env[variable.name]?.trim() || variable.initial;
    if (given === null) return otherwise;
    const reading = variable.read(given);
    if ('value' in reading) return reading.value;
    problems.push(wrongValue(variable, given, reading.expected));
    return otherwise;
  };
  const table = configTable;
  const dataDirectory = read(table.dataDirectory, defaultDataDirectory);
  const listen = read(table.listen, { host: '127.0.0.1', port: 8470 });
  const certificate = read<string | null>(table.certificate, null);
  const key = read<string | null>(table.privateKey, null);
  const tls = certificate !== null && key !== null ? { cert: certificate, key } : null;
  const scheme = tls === null ? 'http' : 'https';
  const config: Config = {
    dataDirectory,
    listen,
    publicUrl: read(table.publicUrl, `${scheme}://${shownHost(listen.host)}:${listen.port}`),
    tls,
    behindProxy: read(table.behindProxy, false),
    postgresUrl: read<string | null>(table.postgresUrl, null),
    clickhouseUrl: read<string | null>(table.clickhouseUrl, null),
    historyMemoryMebibytes: read(table.historyMemoryMebibytes, 1536),
    keyFile: read(table.keyFile, join(dataDirectory, 'vigie.key')),
    allowedTargets: read<readonly string[]>(table.allowedTargets, []),
    feedFolders: read<readonly string[]>(table.feedFolders, []),
    timeZone: read(table.timeZone, 'UTC'),
    logLevel: read(table.logLevel, 'info'),
    validateReplies: read(table.validateReplies, false),
  };
  return { value: config, problems: [...problems, ...contradictions(config, env, problems)] };
}

function shownHost(host: string): string {
  if (isLoopback(host) || host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function wrongValue<T>(variable: Variable<T>, given: string, expected: Text): InputProblem {
  const shown = variable.secret ? null : given.length > 80 ? `${given.slice(0, 80)}…` : given;
  const fr = shown === null ? 'sa valeur' : `« ${shown} »`;
  const en = shown === null ? 'its value' : `"${shown}"`;
  return problem(variable.name, 'config.wrong-value', {
    fr: `${variable.name} : ${fr} ne convient pas. Donnez ${expected.fr}.`,
    en: `${variable.name}: ${en} does not do. Give ${expected.en}.`,
  });
}

/** What each value allows and their combination does not. */
function contradictions(config: Config, env: Environment, found: readonly InputProblem[]): InputProblem[] {
  const { certificate, privateKey, listen } = configTable;
  const isBroken = found.some((one) => one.path === certificate.name || one.path === privateKey.name);
  if (isBroken) return [];
  const given = [certificate, privateKey].filter((one) => env[one.name]?.trim());
  const missing = [certificate, privateKey].find((one) => !given.includes(one));
  if (given.length === 1 && missing !== undefined) {
    return [
      problem(missing.name, 'config.half-pair', {
        fr: `${missing.name} manque : un certificat et sa clé se donnent ensemble.`,
        en: `${missing.name} is missing: a certificate and its key are given together.`,
      }),
    ];
  }
  if (config.tls !== null && !isPair(config.tls.cert, config.tls.key)) {
    return [
      problem(privateKey.name, 'config.wrong-pair', {
        fr: `${privateKey.name} n’est pas la clé du certificat de ${certificate.name}. Donnez les deux fichiers d’un même certificat.`,
        en: `${privateKey.name} is not the key of the certificate of ${certificate.name}. Give the two files of one certificate.`,
      }),
    ];
  }
  if (isLoopback(config.listen.host) || config.tls !== null || config.behindProxy) return [];
  return [
    problem(listen.name, 'config.open-without-tls', {
      fr: `${listen.name} ouvre Vigie au réseau sans chiffrement. Donnez VIGIE_TLS_CERT et VIGIE_TLS_KEY, ou VIGIE_BEHIND_PROXY=1 derrière un mandataire TLS, ou restez sur 127.0.0.1.`,
      en: `${listen.name} opens Vigie to the network without encryption. Give VIGIE_TLS_CERT and VIGIE_TLS_KEY, or VIGIE_BEHIND_PROXY=1 behind a TLS proxy, or stay on 127.0.0.1.`,
    }),
  ];
}

/** Read by the tests and the set-up, not by Vigie. */
const elsewhere = /^VIGIE_(NO_SKIP|SHARED_DATA|TEST_.*)$/;

function unknownVariables(env: Environment): InputProblem[] {
  const names = Object.values(configTable).map((variable) => variable.name);
  return Object.keys(env)
    .filter((name) => name.startsWith('VIGIE_') && !names.includes(name) && !elsewhere.test(name))
    .map((name) => {
      const near = nearest(name, names);
      return problem(name, unknownVariable, {
        fr: `${name} n’est pas une variable de Vigie et reste sans effet. Vouliez-vous ${near} ?`,
        en: `${name} is not a variable of Vigie and has no effect. Did you mean ${near}?`,
      });
    });
}

function nearest(name: string, names: readonly string[]): string {
  return names.toSorted((a, b) => distance(name, a) - distance(name, b))[0] ?? '';
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const change = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

function problem(path: string, code: string, message: Text): InputProblem {
  return { code, path, message };
}
