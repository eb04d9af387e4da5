import type { CommandIo, ExitStatus } from '#platform/command.ts';
import { languageOf, sayText } from '#platform/command.ts';
import { readConfig } from '#platform/config.ts';
import type { Check } from '#platform/doctor/check.ts';
import { fault, warning } from '#platform/doctor/check.ts';
import { isFatal } from '#platform/config.ts';
import { runDoctor } from '#platform/doctor/run-doctor.ts';

const marks = { ok: '✓', warning: '!', fault: '✗' } as const;

const usage = {
  fr: 'vigie doctor [--json] : vérifie bases, migrations, clé, journal d’audit, disque. Ne change rien.',
  en: 'vigie doctor [--json]: checks databases, migrations, key, audit log, disk. Changes nothing.',
};

/** `vigie doctor`: a line per check, for people or (`--json`) as JSON Lines; status 1 when something is broken. */
export async function doctorCommand(args: readonly string[], io: CommandIo): Promise<ExitStatus> {
  const asJson = args.includes('--json');
  if (args.some((arg) => arg !== '--json')) {
    io.err(sayText(io, usage));
    return args.includes('--help') ? 0 : 2;
  }
  const { value, problems } = readConfig(io.env);
  const checks: Check[] = problems.map((problem) =>
    (isFatal(problem) ? fault : warning)('configuration', problem.message),
  );
  if (!problems.some(isFatal)) checks.push(...(await runDoctor(value)));
  for (const check of checks)
    io.out(asJson ? JSON.stringify(check) : `${marks[check.level]} ${check.text[languageOf(io.env)]}`);
  return checks.some((check) => check.level === 'fault') ? 1 : 0;
}
