import type { Language, Text } from '#engines/text.ts';
import { Problem } from './problems.ts';

/** What a command of the shell is handed: its surroundings, and where to speak. */
export interface CommandIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Results, to standard output. */
  readonly out: (line: string) => void;
  /** Words for people, to standard error. */
  readonly err: (line: string) => void;
}

/** Status with which a command ends: 0 done, 1 something was refused or is wrong, 2 unusable arguments. */
export type ExitStatus = 0 | 1 | 2;

/** The language of the terminal, as POSIX names it; French unless it is English. */
export function languageOf(env: CommandIo['env']): Language {
  const name = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return name.startsWith('en') ? 'en' : 'fr';
}

/** Says what refused a command, and ends it; what is no problem of ours is a fault of the program. */
export function sayProblem(io: CommandIo, error: unknown): ExitStatus {
  if (!(error instanceof Problem)) throw error;
  const language = languageOf(io.env);
  io.err(error.text[language]);
  for (const { field, message } of error.fields) io.err(`  ${field}: ${message[language]}`);
  return 1;
}

export function sayText(io: CommandIo, text: Text): string {
  return text[languageOf(io.env)];
}
