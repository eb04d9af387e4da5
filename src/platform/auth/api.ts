import { z } from 'zod';
import { contract } from '#platform/contract.ts';
import { rights, roles } from '#platform/rights.ts';
import { done, idParams, instant, listOf, pageQuery, shortText, uuid } from '#platform/schemas.ts';

/** Names people type to sign in: kept as typed, compared without case. */
export const loginSchema = z
  .string()
  .trim()
  .normalize('NFC')
  .min(2)
  .max(100)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._@+-]*$/u);
/** Bounded only; the policy answers with its own sentence (`auth/password-policy.ts`). */
const newPasswordSchema = z.string().min(1).max(1000);
const typedPassword = z.string().min(1).max(1000);
const linkTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
export const languageSchema = z.enum(['fr', 'en']);
export const timeZoneSchema = z.string().max(64).refine(isTimeZone);
/** Six digits of an authenticator, or one recovery code. */
const codeSchema = z.string().trim().min(6).max(40);
export const emailSchema = z.email().max(200);

export const grantSchema = z.object({ role: z.enum(roles), organisationId: uuid.nullable() });

/** What a token can be limited to. */
export const tokenRights = rights.filter((right) => right !== 'public' && right !== 'self');

/** `done` opens Vigie; `needed` asks for a code; `enrol` asks to set up an authenticator first. */
const secondFactorSchema = z.enum(['done', 'needed', 'enrol']);

const meSchema = z.object({
  id: uuid,
  login: z.string(),
  displayName: z.string(),
  email: z.string().nullable(),
  language: languageSchema,
  timeZone: z.string(),
  /** Empty until the second factor is done. */
  rights: z.array(z.enum(rights)),
  grants: z.array(grantSchema),
  secondFactor: secondFactorSchema,
  hasAuthenticator: z.boolean(),
  recoveryCodesLeft: z.number().int(),
  csrf: z.string(),
});
export type Me = z.output<typeof meSchema>;

export const getSetup = contract('setup.read', {
  method: 'GET',
  path: '/api/setup',
  right: 'public',
  summary: {
    fr: 'Dire si Vigie attend son premier compte',
    en: 'Tell whether Vigie awaits its first account',
  },
  reply: z.object({ needed: z.boolean() }),
});

export const completeSetup = contract('setup.complete', {
  method: 'POST',
  path: '/api/setup',
  right: 'public',
  ratePerMinute: 20,
  summary: {
    fr: 'Créer le premier administrateur avec le lien du premier démarrage',
    en: 'Create the first administrator with the link of the first start',
  },
  body: z.object({
    token: linkTokenSchema,
    login: loginSchema,
    displayName: shortText,
    password: newPasswordSchema,
    language: languageSchema.default('fr'),
  }),
  reply: meSchema,
});

export const signIn = contract('session.create', {
  method: 'POST',
  path: '/api/session',
  right: 'public',
  ratePerMinute: 60,
  outsideTransaction: true,
  summary: { fr: 'Se connecter', en: 'Sign in' },
  body: z.object({ login: z.string().trim().normalize('NFC').min(1).max(200), password: typedPassword }),
  reply: meSchema,
});

export const getSession = contract('session.read', {
  method: 'GET',
  path: '/api/session',
  right: 'self',
  summary: { fr: 'Qui suis-je : compte, droits, préférences', en: 'Who am I: account, rights, preferences' },
  reply: meSchema,
});

export const updateSession = contract('session.update', {
  method: 'PATCH',
  path: '/api/session',
  right: 'self',
  summary: { fr: 'Changer ses préférences', en: 'Change one’s preferences' },
  body: z.object({
    displayName: shortText.optional(),
    email: emailSchema.nullable().optional(),
    language: languageSchema.optional(),
    timeZone: timeZoneSchema.optional(),
  }),
  reply: meSchema,
});

export const changePassword = contract('session.changePassword', {
  method: 'POST',
  path: '/api/session/password',
  right: 'self',
  ratePerMinute: 20,
  outsideTransaction: true,
  summary: {
    fr: 'Changer son mot de passe ; les autres sessions prennent fin',
    en: 'Change one’s password; the other sessions end',
  },
  body: z.object({ currentPassword: typedPassword, newPassword: newPasswordSchema }),
  reply: done,
});

export const signOut = contract('session.delete', {
  method: 'DELETE',
  path: '/api/session',
  right: 'self',
  summary: { fr: 'Se déconnecter', en: 'Sign out' },
  reply: done,
});

export const passSecondFactor = contract('session.secondFactor', {
  method: 'POST',
  path: '/api/session/second-factor',
  right: 'self',
  ratePerMinute: 30,
  outsideTransaction: true,
  summary: {
    fr: 'Donner le code de son application, ou un code de secours',
    en: 'Give the code of one’s authenticator, or a recovery code',
  },
  body: z.object({ code: codeSchema }),
  reply: meSchema,
});

export const beginAuthenticator = contract('session.totpBegin', {
  method: 'POST',
  path: '/api/session/totp',
  right: 'self',
  ratePerMinute: 20,
  outsideTransaction: true,
  summary: {
    fr: 'Préparer une application d’authentification ; le mot de passe est demandé pour en remplacer une',
    en: 'Prepare an authenticator; the password is asked for to replace one',
  },
  body: z.object({ password: typedPassword.optional() }),
  reply: z.object({ otpauthUrl: z.string(), secret: z.string() }),
});

export const confirmAuthenticator = contract('session.totpConfirm', {
  method: 'POST',
  path: '/api/session/totp/confirm',
  right: 'self',
  ratePerMinute: 30,
  outsideTransaction: true,
  summary: {
    fr: 'Confirmer l’application par un code ; rend dix codes de secours, montrés une seule fois',
    en: 'Confirm the authenticator with a code; gives ten recovery codes, shown once',
  },
  body: z.object({ code: codeSchema }),
  reply: z.object({ recoveryCodes: z.array(z.string()) }),
});

export const renewRecoveryCodes = contract('session.recoveryCodes', {
  method: 'POST',
  path: '/api/session/recovery-codes',
  right: 'self',
  ratePerMinute: 20,
  outsideTransaction: true,
  summary: { fr: 'Remplacer ses codes de secours', en: 'Replace one’s recovery codes' },
  body: z.object({ password: typedPassword }),
  reply: z.object({ recoveryCodes: z.array(z.string()) }),
});

export const sessionItem = z.object({
  id: uuid,
  current: z.boolean(),
  createdAt: instant,
  lastSeenAt: instant,
  expiresAt: instant,
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
});

export const listSessions = contract('sessions.list', {
  method: 'GET',
  path: '/api/sessions',
  right: 'self',
  summary: { fr: 'Ses sessions ouvertes', en: 'One’s open sessions' },
  reply: listOf(sessionItem),
});

export const revokeSession = contract('sessions.delete', {
  method: 'DELETE',
  path: '/api/sessions/{id}',
  right: 'self',
  summary: { fr: 'Fermer une de ses sessions', en: 'Close one of one’s sessions' },
  params: idParams,
  reply: done,
});

export const checkPasswordLink = contract('passwordLink.check', {
  method: 'POST',
  path: '/api/password-link/check',
  right: 'public',
  ratePerMinute: 30,
  unaudited: true,
  summary: {
    fr: 'Dire pour quel compte vaut un lien de mot de passe',
    en: 'Tell which account a password link is for',
  },
  body: z.object({ token: linkTokenSchema }),
  reply: z.object({
    login: z.string(),
    displayName: z.string(),
    language: languageSchema,
    expiresAt: instant,
  }),
});

export const spendPasswordLink = contract('passwordLink.use', {
  method: 'POST',
  path: '/api/password-link',
  right: 'public',
  ratePerMinute: 20,
  summary: {
    fr: 'Choisir son mot de passe avec le lien reçu ; les sessions ouvertes prennent fin',
    en: 'Choose one’s password with the link received; open sessions end',
  },
  body: z.object({ token: linkTokenSchema, password: newPasswordSchema }),
  reply: z.object({ login: z.string() }),
});

export const tokenItem = z.object({
  id: uuid,
  name: z.string(),
  accountId: uuid,
  accountName: z.string(),
  rights: z.array(z.enum(rights)),
  createdAt: instant,
  expiresAt: instant,
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
});

export const listTokens = contract('tokens.list', {
  method: 'GET',
  path: '/api/tokens',
  right: 'self',
  summary: { fr: 'Ses jetons d’API', en: 'One’s API tokens' },
  reply: listOf(tokenItem),
});

export const listAllTokens = contract('tokens.listAll', {
  method: 'GET',
  path: '/api/tokens/all',
  right: 'administer',
  summary: { fr: 'Les jetons d’API de tous les comptes', en: 'The API tokens of all accounts' },
  query: z.object({ ...pageQuery }),
  reply: listOf(tokenItem),
});

export const createToken = contract('tokens.create', {
  method: 'POST',
  path: '/api/tokens',
  right: 'self',
  summary: {
    fr: 'Créer un jeton d’API, limité à une partie de ses droits ; montré une seule fois',
    en: 'Create an API token limited to some of one’s rights; shown once',
  },
  body: z.object({
    name: z.string().trim().min(1).max(120),
    rights: z.array(z.enum(rights)).min(1).max(rights.length),
    expiresInDays: z.number().int().min(1).max(365).default(90),
  }),
  reply: z.object({ token: z.string(), item: tokenItem }),
});

export const revokeToken = contract('tokens.revoke', {
  method: 'DELETE',
  path: '/api/tokens/{id}',
  right: 'self',
  summary: {
    fr: 'Révoquer un de ses jetons (tout jeton pour un administrateur)',
    en: 'Revoke one of one’s tokens (any token for an administrator)',
  },
  params: idParams,
  reply: done,
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
