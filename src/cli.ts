import type { Text } from '#engines/text.ts';
import { type CommandIo, type ExitStatus, languageOf, sayProblem, sayText } from '#platform/command.ts';
import { configHelp } from '#platform/config-reference.ts';
import { type Config, isFatal, readConfig } from '#platform/config.ts';
import { Problem } from '#platform/problems.ts';

interface Command {
  readonly summary: Text;
  /** Loaded when called: most need a fraction of Vigie. */
  readonly run: (args: readonly string[], io: CommandIo) => Promise<ExitStatus>;
}

const commands: Readonly<Record<string, Command>> = {
  start: {
    summary: { fr: 'démarre Vigie', en: 'starts Vigie' },
    run: start,
  },
  impact: {
    summary: {
      fr: 'évalue les graphes d’un fichier : état de chaque nœud et causes, en JSON',
      en: 'evaluates the graphs of a file: state of each node and causes, as JSON',
    },
    run: async (args, io) => {
      const { impactCommand } = await import('./cli-impact.ts');
      return impactCommand([...args], { stdin: process.stdin, stdout: io.out, stderr: io.err, env: io.env });
    },
  },
  identify: {
    summary: {
      fr: 'reconnaît des équipements à ce qu’ils disent d’eux-mêmes, un par ligne',
      en: 'recognises devices by what they say of themselves, one a line',
    },
    run: async (args, io) => {
      const { identifyCommand } = await import('./cli-identify.ts');
      return identifyCommand(args, { stdin: process.stdin, stdout: io.out, stderr: io.err, env: io.env });
    },
  },
  discover: {
    summary: {
      fr: 'décrit un équipement d’après son relevé SNMP, ou ceux qui répondent sur une plage d’adresses',
      en: 'describes a device from its SNMP walk, or those that answer on a range of addresses',
    },
    run: async (args, io) => {
      const { discoverCommand } = await import('./cli-discover.ts');
      return discoverCommand(args, { stdin: process.stdin, stdout: io.out, stderr: io.err, env: io.env });
    },
  },
  version: {
    summary: {
      fr: 'compare des versions, les confronte à des contraintes, une par ligne',
      en: 'compares versions, holds them against constraints, one a line',
    },
    run: async (args, io) => {
      const { versionCommand } = await import('./cli-version.ts');
      return versionCommand(args, { stdin: process.stdin, stdout: io.out, stderr: io.err, env: io.env });
    },
  },
  affected: {
    summary: {
      fr: 'dit si une version est touchée, d’après des fiches CVE, et la preuve',
      en: 'tells whether a version is affected, from CVE records, and the evidence',
    },
    run: async (args, io) => {
      const { affectedCommand } = await import('./cli-affected.ts');
      return affectedCommand(args, { stdin: process.stdin, stdout: io.out, stderr: io.err, env: io.env });
    },
  },
  match: {
    summary: {
      fr: 'confronte une liste de logiciels aux avis d’un dossier de flux',
      en: 'holds a list of software against the advisories of a folder of feeds',
    },
    run: async (args, io) => {
      const { matchCommand } = await import('./cli-match.ts');
      return matchCommand(args, { stdin: process.stdin, stdout: io.out, stderr: io.err, env: io.env });
    },
  },
  feeds: {
    summary: {
      fr: 'lit dans la base des flux de vulnérabilités apportés à la main',
      en: 'reads feeds of vulnerabilities carried in by hand into the database',
    },
    run: async (args, io) => (await import('./cli-feeds.ts')).feedsCommand(args, io),
  },
  user: {
    summary: {
      fr: 'gère les comptes quand personne ne peut entrer',
      en: 'manages accounts when nobody can get in',
    },
    run: async (args, io) => (await import('./cli-user.ts')).userCommand(args, io),
  },
  secrets: {
    summary: { fr: 'gère la clé de chiffrement', en: 'manages the encryption key' },
    run: async (args, io) => (await import('./cli-secrets.ts')).secretsCommand(args, io),
  },
  doctor: {
    summary: {
      fr: 'vérifie l’installation sans rien changer',
      en: 'checks the installation, changing nothing',
    },
    run: async (args, io) => (await import('./cli-doctor.ts')).doctorCommand(args, io),
  },
  help: {
    summary: {
      fr: 'cette aide ; help config : les variables d’environnement',
      en: 'this help; help config: the variables of the environment',
    },
    run: async (args, io) => {
      io.out(args[0] === 'config' ? configHelp(languageOf(io.env)) : help(io));
      return 0;
    },
  },
};

/** Runs one command line; resolves with the exit status. `start` resolves when Vigie has stopped. */
export async function runCli(args: readonly string[], io: CommandIo = terminal): Promise<ExitStatus> {
  const [name = 'help', ...rest] = args;
  const command = commands[['--help', '-h'].includes(name) ? 'help' : name];
  if (command !== undefined && Object.hasOwn(commands, name.startsWith('-') ? 'help' : name)) {
    return command.run(rest, io);
  }
  const unknown = { fr: `Commande inconnue : ${name}`, en: `Unknown command: ${name}` };
  io.err(`${sayText(io, unknown)}\n\n${help(io)}`);
  return 2;
}

// A reader that has seen enough (`| head`) ends the command, quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const terminal: CommandIo = {
  env: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
};

function help(io: CommandIo): string {
  const lines = Object.entries(commands).map(
    ([name, { summary }]) => `  ${name.padEnd(10)}${sayText(io, summary)}`,
  );
  return ['vigie COMMAND …', '', ...lines].join('\n');
}

async function start(args: readonly string[], io: CommandIo): Promise<ExitStatus> {
  if (args.length > 0) {
    io.err(
      sayText(io, {
        fr: `« vigie start » se règle par des variables d’environnement, pas par ${args.join(' ')} : voir « vigie help config ».`,
        en: `"vigie start" is set by variables of the environment, not by ${args.join(' ')}: see "vigie help config".`,
      }),
    );
    return 2;
  }
  const { value: config, problems } = readConfig(io.env);
  for (const problem of problems) io.err(sayText(io, problem.message));
  if (problems.some(isFatal)) return 2;
  const { startVigie } = await import('./main.ts');
  const asked = untilAskedToStop();
  try {
    const vigie = await startVigie(config, io.out);
    await asked.toStop();
    await vigie.stop();
    // Something forgotten must not keep a stopped Vigie in memory.
    setTimeout(() => process.exit(0), 2000).unref();
    return 0;
  } catch (error) {
    return sayProblem(io, portProblem(error, config.listen) ?? error);
  }
}

function portProblem(error: unknown, { host, port }: Config['listen']): Problem | null {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall !== 'listen') return null;
  return new Problem('cannot-listen', 503, {
    fr: `Vigie ne peut pas écouter sur ${host}:${port} (${code}). Arrêtez le programme qui occupe ce port, ou donnez une autre adresse avec VIGIE_LISTEN.`,
    en: `Vigie cannot listen on ${host}:${port} (${code}). Stop the program that has this port, or give another address with VIGIE_LISTEN.`,
  });
}

/** The terminal and npm both tell of one Ctrl-C. */
const sameSignalMilliseconds = 1500;

/** Signals end a start at once, a running Vigie in order; a later one ends an orderly stop. */
function untilAskedToStop(): { toStop: () => Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let isRunning = false;
  let askedAt: number | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (askedAt !== undefined && performance.now() - askedAt < sameSignalMilliseconds) return;
    if (!isRunning || askedAt !== undefined) process.exit(signal === 'SIGINT' ? 130 : 143);
    askedAt = performance.now();
    resolve();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  return {
    toStop: () => {
      isRunning = true;
      return promise;
    },
  };
}
