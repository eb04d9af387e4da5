import { z } from 'zod';
import { contract } from '#platform/contract.ts';
import { flag, instant, textSchema, uuid } from '#platform/schemas.ts';
import { assetRefSchema, linkTypeSchema, stateSchema } from './api-shared.ts';

const node = z.object({
  id: uuid,
  name: z.string(),
  type: z.string(),
  code: z.string().nullable(),
  siteId: uuid.nullable(),
  organisationId: uuid.nullable(),
  state: stateSchema,
  openFindings: z.number().int(),
});
export type GraphNode = z.output<typeof node>;

const edge = z.object({
  id: uuid,
  from: uuid,
  to: uuid,
  type: linkTypeSchema,
  requirementId: uuid.nullable(),
});
export type GraphEdge = z.output<typeof edge>;

export const readGraph = contract('map.read-graph', {
  method: 'GET',
  path: '/api/map',
  right: 'read',
  summary: {
    fr: 'Lire la carte, entière ou autour d’un actif, à une date',
    en: 'Read the map, whole or around an asset, at a date',
  },
  query: z.object({
    /** `dependencies`: what services stand on; `topology`: network equipment and its connections. */
    view: z.enum(['dependencies', 'topology']).default('dependencies'),
    focus: uuid.optional(),
    depth: z.coerce.number().int().min(1).max(6).default(2),
    /** The map as it was; states are then those of that moment. */
    at: instant.optional(),
    hurt: flag.optional(),
  }),
  reply: z.object({
    at: instant,
    nodes: z.array(node),
    edges: z.array(edge),
    requirements: z.array(
      z.object({
        id: uuid,
        assetId: uuid,
        name: textSchema,
        kMin: z.number().nullable(),
        kFull: z.number().nullable(),
        cap: z.number().nullable(),
      }),
    ),
    sites: z.array(z.object({ id: uuid, name: z.string(), code: z.string().nullable() })),
    /** True when the map is larger than the reply may be. */
    truncated: z.boolean(),
  }),
});

export const readGeography = contract('map.read-geography', {
  method: 'GET',
  path: '/api/map/geography',
  right: 'read',
  summary: { fr: 'Lire les sites et leurs liaisons', en: 'Read the sites and the links between them' },
  reply: z.object({
    sites: z.array(
      assetRefSchema.extend({
        latitude: z.number(),
        longitude: z.number(),
        approximate: z.boolean(),
        /** Worst of the assets of the site. */
        state: stateSchema,
        assets: z.number().int(),
        openFindings: z.number().int(),
      }),
    ),
    links: z.array(
      z.object({
        id: uuid,
        name: z.string(),
        type: z.string(),
        fromSiteId: uuid,
        toSiteId: uuid,
        state: stateSchema,
      }),
    ),
    /** Sites without coordinates, which the map cannot show. */
    unplaced: z.array(assetRefSchema),
  }),
});

export const whatIf = contract('map.what-if', {
  method: 'POST',
  path: '/api/map/what-if',
  right: 'read',
  summary: { fr: 'Voir ce qui tomberait, sans rien toucher', en: 'See what would fall, touching nothing' },
  body: z.object({
    /** Assets taken as lost (maintenance, cut cable). */
    lost: z.array(uuid).max(500).default([]),
    /** Assets isolated: lost, and the compromise stops there. */
    isolated: z.array(uuid).max(500).default([]),
  }),
  reply: z.object({
    services: z.array(
      z.object({
        asset: assetRefSchema,
        before: stateSchema,
        after: stateSchema,
        severityAfter: z.number().int(),
      }),
    ),
    assets: z.array(z.object({ asset: assetRefSchema, before: stateSchema, after: stateSchema })),
    assetsTotal: z.number().int(),
  }),
  unaudited: true,
});

export const readSinglePoints = contract('map.read-single-points', {
  method: 'GET',
  path: '/api/services/{id}/single-points',
  right: 'read',
  summary: {
    fr: 'Lire les points uniques de défaillance d’un service',
    en: 'Read the single points of failure of a service',
  },
  params: z.object({ id: uuid }),
  reply: z.object({ items: z.array(assetRefSchema.extend({ state: stateSchema })) }),
});
