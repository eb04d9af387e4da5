import type { Text } from '#engines/text.ts';
import type { CommandIo, ExitStatus } from '#platform/command.ts';
import { sayText } from '#platform/command.ts';

interface Subcommand {
  readonly summary: Text;
  readonly run: (args: readonly string[], io: CommandIo) => Promise<ExitStatus>;
}

const subcommands: Readonly<Record<string, Subcommand>> = {
  import: {
    summary: {
      fr: 'DOSSIER [--whole]   lit les flux d’un dossier dans la base, à côté d’une Vigie qui tourne ou sans elle',
      en: 'DIR [--whole]   reads the feeds of a folder into the database, beside a running Vigie or without one',
    },
    run: async (args, io) => (await import('./cli-feeds-import.ts')).feedsImportCommand(args, io),
  },
};

/** `vigie feeds …`: feeds carried in and out by hand. */
export async function feedsCommand(args: readonly string[], io: CommandIo): Promise<ExitStatus> {
  const [name = '', ...rest] = args;
  const command = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
  if (command !== undefined) return await command.run(rest, io);
  for (const [verb, { summary }] of Object.entries(subcommands))
    io.err(`vigie feeds ${verb} ${sayText(io, summary)}`);
  return name === '--help' ? 0 : 2;
}
