import { attachDatabase } from '#platform/attach-database.ts';
import type { CommandIo, ExitStatus } from '#platform/command.ts';
import { sayProblem, sayText } from '#platform/command.ts';
import { isFatal, readConfig } from '#platform/config.ts';
import { rotateKeys } from '#platform/secrets/rotate-keys.ts';

const usage = {
  fr: 'vigie secrets rotate : ajoute une clé au fichier de clé et chiffre de nouveau tous les secrets avec elle. Sauvegardez ensuite le fichier.',
  en: 'vigie secrets rotate: adds a key to the key file and encrypts all secrets again with it. Back the file up afterwards.',
};

/** `vigie secrets rotate`: when the key file may have been read, or once a year; beside a running Vigie or without one. */
export async function secretsCommand(args: readonly string[], io: CommandIo): Promise<ExitStatus> {
  if (args.length !== 1 || args[0] !== 'rotate') {
    io.err(sayText(io, usage));
    return args.includes('--help') ? 0 : 2;
  }
  const { value: config, problems } = readConfig(io.env);
  for (const problem of problems) io.err(sayText(io, problem.message));
  if (problems.some(isFatal)) return 2;
  try {
    const attached = await attachDatabase(config);
    try {
      const count = await rotateKeys(attached.database.db, config.keyFile);
      io.out(
        sayText(io, {
          fr: `${count} valeur(s) chiffrée(s) de nouveau. Sauvegardez ${config.keyFile}.`,
          en: `${count} value(s) encrypted again. Back ${config.keyFile} up.`,
        }),
      );
      return 0;
    } finally {
      await attached.close();
    }
  } catch (error) {
    return sayProblem(io, error);
  }
}
