import { z } from 'zod';
import { contract } from '#platform/contract.ts';
import {
  done,
  flag,
  idParams,
  instant,
  listOf,
  pageQuery,
  search,
  shortText,
  uuid,
} from '#platform/schemas.ts';
import { emailSchema, grantSchema, languageSchema, loginSchema, timeZoneSchema } from './api.ts';

const accountItem = z.object({
  id: uuid,
  login: z.string(),
  displayName: z.string(),
  email: z.string().nullable(),
  language: languageSchema,
  timeZone: z.string(),
  grants: z.array(grantSchema),
  hasPassword: z.boolean(),
  hasAuthenticator: z.boolean(),
  disabledAt: instant.nullable(),
  /** Too many wrong passwords or codes: sign-in is refused until then. */
  lockedUntil: instant.nullable(),
  lastSignedInAt: instant.nullable(),
  openSessions: z.number().int(),
  createdAt: instant,
});
export type AccountItem = z.output<typeof accountItem>;

/** A one-time link by which its owner chooses a password; shown once, to be handed over by another channel. */
const passwordLinkSchema = z.object({ url: z.string(), expiresAt: instant });

const grants = z.array(grantSchema).max(200);

export const listAccounts = contract('accounts.list', {
  method: 'GET',
  path: '/api/accounts',
  right: 'administer',
  summary: { fr: 'Les comptes', en: 'The accounts' },
  query: z.object({ q: search.optional(), disabled: flag.optional(), ...pageQuery }),
  reply: listOf(accountItem),
});

export const getAccount = contract('accounts.read', {
  method: 'GET',
  path: '/api/accounts/{id}',
  right: 'administer',
  summary: { fr: 'Un compte', en: 'One account' },
  params: idParams,
  reply: accountItem,
});

export const createAccount = contract('accounts.create', {
  method: 'POST',
  path: '/api/accounts',
  right: 'administer',
  summary: {
    fr: 'Créer un compte ; rend le lien par lequel la personne choisit son mot de passe',
    en: 'Create an account; gives the link by which the person chooses a password',
  },
  body: z.object({
    login: loginSchema,
    displayName: shortText,
    email: emailSchema.nullable().default(null),
    language: languageSchema.default('fr'),
    timeZone: timeZoneSchema.optional(),
    grants,
  }),
  reply: z.object({ account: accountItem, link: passwordLinkSchema }),
});

export const updateAccount = contract('accounts.update', {
  method: 'PATCH',
  path: '/api/accounts/{id}',
  right: 'administer',
  summary: {
    fr: 'Modifier un compte ; `grants` remplace tous ses rôles',
    en: 'Change an account; `grants` replaces all its roles',
  },
  params: idParams,
  body: z.object({
    displayName: shortText.optional(),
    email: emailSchema.nullable().optional(),
    language: languageSchema.optional(),
    timeZone: timeZoneSchema.optional(),
    grants: grants.optional(),
  }),
  reply: accountItem,
});

export const disableAccount = contract('accounts.disable', {
  method: 'POST',
  path: '/api/accounts/{id}/disable',
  right: 'administer',
  summary: {
    fr: 'Désactiver un compte : ses sessions et ses jetons ne valent plus',
    en: 'Disable an account: its sessions and tokens are void',
  },
  params: idParams,
  reply: accountItem,
});

export const enableAccount = contract('accounts.enable', {
  method: 'POST',
  path: '/api/accounts/{id}/enable',
  right: 'administer',
  summary: { fr: 'Réactiver un compte', en: 'Enable an account again' },
  params: idParams,
  reply: accountItem,
});

export const unlockAccount = contract('accounts.unlock', {
  method: 'POST',
  path: '/api/accounts/{id}/unlock',
  right: 'administer',
  summary: {
    fr: 'Lever le blocage qui suit trop d’essais ratés',
    en: 'Lift the block that follows too many failed attempts',
  },
  params: idParams,
  reply: accountItem,
});

export const resetPassword = contract('accounts.resetPassword', {
  method: 'POST',
  path: '/api/accounts/{id}/password-link',
  right: 'administer',
  summary: {
    fr: 'Rendre un lien à usage unique pour choisir un nouveau mot de passe',
    en: 'Give a one-time link to choose a new password',
  },
  params: idParams,
  reply: passwordLinkSchema,
});

export const resetSecondFactor = contract('accounts.resetSecondFactor', {
  method: 'DELETE',
  path: '/api/accounts/{id}/second-factor',
  right: 'administer',
  summary: {
    fr: 'Oublier l’application d’authentification d’un compte (téléphone perdu) ; ses sessions prennent fin',
    en: 'Forget the authenticator of an account (lost phone); its sessions end',
  },
  params: idParams,
  reply: accountItem,
});

export const endSessions = contract('accounts.endSessions', {
  method: 'DELETE',
  path: '/api/accounts/{id}/sessions',
  right: 'administer',
  summary: { fr: 'Fermer toutes les sessions d’un compte', en: 'Close all sessions of an account' },
  params: idParams,
  reply: done,
});
