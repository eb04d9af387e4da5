import { z } from 'zod';
import { contract } from '#platform/contract.ts';
import {
  done,
  flag,
  idParams,
  instant,
  listOf,
  longText,
  pageQuery,
  search,
  shortText,
  textSchema,
  uuid,
} from '#platform/schemas.ts';
import {
  assetRefSchema,
  assetRefWithStateSchema,
  causeSchema,
  linkTypeSchema,
  stateSchema,
} from './api-shared.ts';

const assetRow = assetRefWithStateSchema.extend({
  organisation: assetRefSchema.nullable(),
  site: assetRefSchema.nullable(),
  criticality: z.number().int().nullable(),
  openFindings: z.number().int(),
  /** Public services that stand on it, whatever their state. */
  services: z.number().int(),
  sources: z.array(z.string()),
  orphanedAt: instant.nullable(),
  demonstration: z.boolean(),
  updatedAt: instant,
});

export const listAssets = contract('map.list-assets', {
  method: 'GET',
  path: '/api/assets',
  right: 'read',
  summary: { fr: 'Lister les actifs', en: 'List assets' },
  query: z.object({
    q: search.optional(),
    type: z.string().max(60).optional(),
    organisation: uuid.optional(),
    site: uuid.optional(),
    source: uuid.optional(),
    /** Only what is not ok. */
    hurt: flag.optional(),
    orphaned: flag.optional(),
    sort: z.enum(['name', 'type', 'state', 'updated']).default('name'),
    ...pageQuery,
  }),
  reply: listOf(assetRow).extend({ types: z.array(z.object({ type: z.string(), count: z.number().int() })) }),
});
export type AssetRow = z.output<typeof assetRow>;

const attribute = z.object({
  name: z.string(),
  value: z.unknown(),
  source: z.object({ key: z.string(), title: textSchema }),
  since: instant,
  /** What other sources say, in order of precedence. */
  others: z.array(
    z.object({
      value: z.unknown(),
      source: z.object({ key: z.string(), title: textSchema }),
      since: instant,
      missing: z.boolean(),
    }),
  ),
});

const assetLink = z.object({
  id: uuid,
  type: linkTypeSchema,
  direction: z.enum(['from', 'to']),
  other: assetRefWithStateSchema,
  requirement: z
    .object({
      id: uuid,
      name: textSchema,
      kMin: z.number().nullable(),
      kFull: z.number().nullable(),
      cap: z.number().nullable(),
    })
    .nullable(),
  attenuation: z.number().int(),
  source: z.object({ key: z.string(), title: textSchema }),
  since: instant,
  missingSince: instant.nullable(),
});

const assetDetail = assetRow.extend({
  createdAt: instant,
  retiredAt: instant.nullable(),
  stateSince: instant.nullable(),
  attributes: z.array(attribute),
  identities: z.array(z.object({ kind: z.string(), value: z.string(), sources: z.array(z.string()) })),
  claims: z.array(
    z.object({
      source: z.object({ id: uuid, key: z.string(), title: textSchema }),
      key: z.string(),
      name: z.string(),
      since: instant,
      seenAt: instant,
      missingSince: instant.nullable(),
    }),
  ),
  links: z.array(assetLink),
  causes: z.array(causeSchema),
  dependentServices: z.array(assetRefWithStateSchema),
  observations: z.array(
    z.object({
      id: uuid,
      kind: z.string(),
      key: z.string(),
      state: z.enum(['up', 'degraded', 'down', 'unknown']),
      code: z.string(),
      detail: textSchema,
      evidence: z.unknown(),
      latencyMs: z.number().nullable(),
      since: instant,
      observedAt: instant,
      source: z.string(),
    }),
  ),
});
export type AssetDetail = z.output<typeof assetDetail>;

export const readAsset = contract('map.read-asset', {
  method: 'GET',
  path: '/api/assets/{id}',
  right: 'read',
  summary: {
    fr: 'Lire un actif, avec la source de chaque fait',
    en: 'Read an asset, with the source of each fact',
  },
  params: idParams,
  reply: assetDetail,
});

export const readAssetHistory = contract('map.read-asset-history', {
  method: 'GET',
  path: '/api/assets/{id}/history',
  right: 'read',
  summary: { fr: 'Lire l’histoire d’un actif', en: 'Read the history of an asset' },
  params: idParams,
  reply: z.object({
    items: z.array(
      z.object({
        at: instant,
        kind: z.enum(['asset', 'link', 'state', 'finding']),
        sentence: textSchema,
        detail: z.unknown(),
      }),
    ),
  }),
});

const assetBody = z.object({
  name: shortText,
  type: z.string().trim().min(1).max(60),
  code: z.string().trim().max(60).nullish(),
  organisationId: uuid.nullish(),
  siteId: uuid.nullish(),
  criticality: z.number().int().min(0).max(4).nullish(),
  attributes: z
    .record(z.string().min(1).max(200), z.union([z.string().max(4000), z.number(), z.boolean(), z.null()]))
    .default({}),
});

export const createAsset = contract('map.create-asset', {
  method: 'POST',
  path: '/api/assets',
  right: 'operate',
  summary: { fr: 'Ajouter un actif à la main', en: 'Add an asset by hand' },
  body: assetBody,
  reply: z.object({ id: uuid }),
});

export const updateAsset = contract('map.update-asset', {
  method: 'PUT',
  path: '/api/assets/{id}',
  right: 'operate',
  summary: { fr: 'Corriger un actif à la main', en: 'Correct an asset by hand' },
  params: idParams,
  body: assetBody,
  reply: done,
});

export const retireAsset = contract('map.retire-asset', {
  method: 'DELETE',
  path: '/api/assets/{id}',
  right: 'operate',
  summary: {
    fr: 'Retirer un actif de la carte (son histoire reste)',
    en: 'Retire an asset from the map (its history stays)',
  },
  params: idParams,
  body: z.object({ reason: longText }),
  reply: done,
});

export const createLink = contract('map.create-link', {
  method: 'POST',
  path: '/api/links',
  right: 'operate',
  summary: { fr: 'Relier deux actifs à la main', en: 'Link two assets by hand' },
  body: z.object({
    fromId: uuid,
    toId: uuid,
    type: linkTypeSchema,
    attenuation: z.number().int().min(0).max(2).default(0),
    /** Joins a group of suppliers of `fromId` of which `kMin` are needed. */
    group: z
      .object({
        name: shortText,
        kMin: z.number().int().min(1).max(1000),
        kFull: z.number().int().min(1).max(1000),
      })
      .optional(),
  }),
  reply: z.object({ id: uuid }),
});

export const removeLink = contract('map.remove-link', {
  method: 'DELETE',
  path: '/api/links/{id}',
  right: 'operate',
  summary: { fr: 'Supprimer un lien saisi à la main', en: 'Remove a link made by hand' },
  params: idParams,
  reply: done,
});

export const searchAll = contract('map.search', {
  method: 'GET',
  path: '/api/search',
  right: 'read',
  summary: { fr: 'Chercher partout', en: 'Search everywhere' },
  query: z.object({ q: search.min(1) }),
  reply: z.object({
    items: z.array(
      z.object({
        kind: z.enum(['asset', 'service', 'finding', 'other']),
        id: z.string(),
        title: textSchema,
        hint: textSchema,
        state: stateSchema.nullable(),
        /** Where an object of a domain is shown. */
        href: z.string().nullable(),
      }),
    ),
  }),
});
