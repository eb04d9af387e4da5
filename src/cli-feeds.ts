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
      fr: 'DOSSIER [--whole]   lit dans la base les flux d’un dossier ou un lot signé, à côté d’une Vigie qui tourne ou sans elle',
      en: 'DIR [--whole]   reads the feeds of a folder or a signed bundle into the database, beside a running Vigie or without one',
    },
    run: async (args, io) => (await import('./cli-feeds-import.ts')).feedsImportCommand(args, io),
  },
  export: {
    summary: {
      fr: 'FICHIER [--feed ID]…   écrit les flux chargés dans un fichier signé',
      en: 'FILE [--feed ID]…   writes the loaded feeds into one signed file',
    },
    run: async (args, io) => (await import('./cli-feeds-bundle.ts')).feedsExportCommand(args, io),
  },
  trust: {
    summary: {
      fr: 'CLÉ NOM | --list | --remove EMPREINTE   les clés dont les lots sont acceptés',
      en: 'KEY NAME | --list | --remove FINGERPRINT   the keys whose bundles are accepted',
    },
    run: async (args, io) => (await import('./cli-feeds-bundle.ts')).feedsTrustCommand(args, io),
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
