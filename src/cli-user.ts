import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { attachDatabase } from '#platform/attach-database.ts';
import { recordAudit } from '#platform/audit/record-audit.ts';
import { findAccounts, forgetAuthenticator, insertAccount, unlock } from '#platform/auth/accounts.ts';
import type { AccountItem } from '#platform/auth/api-accounts.ts';
import { loginSchema } from '#platform/auth/api.ts';
import { createPasswordLink } from '#platform/auth/password-link.ts';
import type { CommandIo, ExitStatus } from '#platform/command.ts';
import { sayProblem, sayText } from '#platform/command.ts';
import type { Config } from '#platform/config.ts';
import { isFatal, readConfig } from '#platform/config.ts';
import type { Database } from '#platform/database.ts';
import { announce } from '#platform/events.ts';
import { notFound } from '#platform/problems.ts';
import type { Role } from '#platform/rights.ts';
import { roles, system } from '#platform/rights.ts';

type Db = Database['db'];

const usage = {
  fr: `vigie user list                                  les comptes
vigie user add LOGIN [--name NOM] [--role RÔLE]  crée un compte, affiche le lien de son mot de passe
vigie user reset LOGIN [--second-factor]         affiche un lien pour un nouveau mot de passe ;
                                                 --second-factor oublie aussi l’application d’authentification
vigie user unlock LOGIN                          lève le blocage après trop d’essais
vigie user enable LOGIN                          réactive un compte
Rôles : ${roles.join(', ')} (administrator si rien n’est dit).`,
  en: `vigie user list                                  the accounts
vigie user add LOGIN [--name NAME] [--role ROLE] creates an account, prints the link of its password
vigie user reset LOGIN [--second-factor]         prints a link for a new password;
                                                 --second-factor forgets the authenticator too
vigie user unlock LOGIN                          lifts the block after too many attempts
vigie user enable LOGIN                          enables an account again
Roles: ${roles.join(', ')} (administrator when not said).`,
};

interface Arguments {
  readonly verb: 'list' | 'add' | 'reset' | 'unlock' | 'enable';
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly secondFactor: boolean;
}

/** `vigie user …`: for who has the machine and is locked out of Vigie. Each change is in the audit log. */
export async function userCommand(args: readonly string[], io: CommandIo): Promise<ExitStatus> {
  const parsed = readArguments(args);
  if (parsed === null) {
    io.err(sayText(io, usage));
    return args.includes('--help') ? 0 : 2;
  }
  const { value: config, problems } = readConfig(io.env);
  for (const problem of problems) io.err(sayText(io, problem.message));
  if (problems.some(isFatal)) return 2;
  try {
    const attached = await attachDatabase(config);
    try {
      await run(attached.database.db, config, parsed, io);
      return 0;
    } finally {
      await attached.close();
    }
  } catch (error) {
    return sayProblem(io, error);
  }
}

function readArguments(args: readonly string[]): Arguments | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        name: { type: 'string' },
        role: { type: 'string' },
        'second-factor': { type: 'boolean' },
      },
    });
    const [verb = '', login = '', ...rest] = positionals;
    const role = roles.find((one) => one === (values.role ?? 'administrator'));
    const known = (['list', 'add', 'reset', 'unlock', 'enable'] as const).find((one) => one === verb);
    if (known === undefined || role === undefined || rest.length > 0) return null;
    if ((known === 'list') !== (login === '')) return null;
    if (known === 'add' && !loginSchema.safeParse(login).success) return null;
    const secondFactor = values['second-factor'] === true;
    return { verb: known, login, name: values.name ?? login, role, secondFactor };
  } catch {
    return null;
  }
}

async function run(db: Db, config: Config, args: Arguments, io: CommandIo): Promise<void> {
  if (args.verb === 'list') {
    const { items } = await findAccounts(db, { limit: 10_000, offset: 0 });
    for (const account of items) io.out(lineOf(account));
    return;
  }
  await db.transaction().execute(async (db) => {
    const id = args.verb === 'add' ? await add(db, args) : (await accountNamed(db, args.login)).id;
    if (args.verb === 'unlock') await unlock(db, { id, login: args.login });
    if (args.verb === 'enable')
      await db.updateTable('platform.account').set({ disabled_at: null }).where('id', '=', id).execute();
    if (args.verb === 'reset' && args.secondFactor) await forgetAuthenticator(db, id);
    if (args.verb === 'add' || args.verb === 'reset')
      io.out((await createPasswordLink(db, id, config.publicUrl)).url);
    await recordAudit(db, {
      actor: system,
      action: `command.user.${args.verb}`,
      subject: { kind: 'account', id, name: args.login },
      outcome: 'done',
      detail: { operator: userInfo().username, ...(args.secondFactor ? { secondFactor: 'forgotten' } : {}) },
    });
    await announce(db, 'account', id);
  });
}

function add(db: Db, args: Arguments): Promise<string> {
  const grants = [{ role: args.role, organisationId: null }];
  return insertAccount(db, { login: args.login, displayName: args.name, grants });
}

async function accountNamed(db: Db, login: string): Promise<{ id: string }> {
  const row = await db
    .selectFrom('platform.account')
    .select('id')
    .where((is) => is(is.fn('lower', ['login']), '=', is.fn('lower', [is.val(login)])))
    .executeTakeFirst();
  if (row === undefined) throw notFound({ fr: `Compte « ${login} »`, en: `Account “${login}”` });
  return row;
}

/** `login · name · roles · what keeps it from signing in`, tab-separated. */
function lineOf(account: AccountItem): string {
  const state = [
    account.disabledAt === null ? [] : ['disabled'],
    account.lockedUntil === null ? [] : [`locked until ${account.lockedUntil}`],
    account.hasPassword ? [] : ['no password'],
    account.hasAuthenticator ? [] : ['no authenticator'],
  ].flat();
  const granted = account.grants.map(({ role, organisationId }) =>
    organisationId === null ? role : `${role}@${organisationId}`,
  );
  return [account.login, account.displayName, granted.join(',') || '-', state.join(', ') || 'ok'].join('\t');
}
