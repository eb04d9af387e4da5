import { z } from 'zod';
import { contract } from '#platform/contract.ts';
import { done, idParams, instant, listOf, pageQuery, search, uuid } from '#platform/schemas.ts';

const name = z.string().trim().min(1).max(120);
/** What the secret opens (`password`, `snmp`, `ssh-key`, `token`…): a hint for people and for the collector that uses it. */
const secretKind = z
  .string()
  .min(1)
  .max(40)
  .regex(/^[a-z][a-z0-9-]*$/);
const value = z.string().min(1).max(65_536);

/** Everything about a secret but its value, which never comes out. */
const secretItem = z.object({
  id: uuid,
  name: z.string(),
  kind: z.string(),
  createdBy: z.string().nullable(),
  createdAt: instant,
  rotatedAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
  lastUsedFor: z.string().nullable(),
});

export const listSecrets = contract('secrets.list', {
  method: 'GET',
  path: '/api/secrets',
  right: 'operate',
  summary: { fr: 'Les secrets, sans leur valeur', en: 'The secrets, without their value' },
  query: z.object({ q: search.optional(), kind: secretKind.optional(), ...pageQuery }),
  reply: listOf(secretItem),
});

export const createSecret = contract('secrets.create', {
  method: 'POST',
  path: '/api/secrets',
  right: 'operate',
  summary: {
    fr: 'Confier un secret ; sa valeur ne pourra plus être relue',
    en: 'Entrust a secret; its value can never be read back',
  },
  body: z.object({ name, kind: secretKind, value }),
  reply: secretItem,
});

export const replaceSecret = contract('secrets.replace', {
  method: 'PUT',
  path: '/api/secrets/{id}',
  right: 'operate',
  summary: {
    fr: 'Remplacer la valeur ou le nom d’un secret',
    en: 'Replace the value or the name of a secret',
  },
  params: idParams,
  body: z.object({ name: name.optional(), value: value.optional() }),
  reply: secretItem,
});

export const deleteSecret = contract('secrets.delete', {
  method: 'DELETE',
  path: '/api/secrets/{id}',
  right: 'operate',
  summary: { fr: 'Supprimer un secret', en: 'Delete a secret' },
  params: idParams,
  reply: done,
});
