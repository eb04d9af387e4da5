import { z } from 'zod';
import { inventoryFormats } from '#engines/inventory/inventory-format.ts';
import { contract } from '#platform/contract.ts';
import { idParams, instant, listOf, pageQuery, search, shortText, textSchema } from '#platform/schemas.ts';
import { assetRefWithStateSchema } from './api-shared.ts';
import { inputProblemSchema } from './api-sources.ts';

const component = z.object({
  id: z.number().int(),
  ecosystem: z.string(),
  distribution: z.string(),
  vendor: z.string(),
  name: z.string(),
  version: z.string(),
  architecture: z.string(),
});

const componentRow = component.extend({
  /** Assets in the reader's sight on which it is present. */
  assets: z.number().int(),
});
export type ComponentRow = z.output<typeof componentRow>;

const ecosystemCounts = z.array(z.object({ ecosystem: z.string(), count: z.number().int() }));
const ecosystem = z.string().max(60);

export const listComponents = contract('map.list-components', {
  method: 'GET',
  path: '/api/components',
  right: 'read',
  summary: { fr: 'Lister les logiciels du parc', en: 'List the software of the estate' },
  query: z.object({ q: search.optional(), ecosystem: ecosystem.optional(), ...pageQuery }),
  reply: listOf(componentRow).extend({ ecosystems: ecosystemCounts }),
});

const sourceRef = z.object({ key: z.string(), title: textSchema });

const componentDetail = componentRow.extend({
  sourceName: z.string(),
  sourceVersion: z.string(),
  purl: z.string(),
  cpe: z.string(),
  qualifiers: z.record(z.string(), z.string()),
  firstSeenAt: instant,
  /** The first 500, present ones first. */
  installs: z.array(
    z.object({
      asset: assetRefWithStateSchema,
      source: sourceRef,
      path: z.string(),
      since: instant,
      missingSince: instant.nullable(),
    }),
  ),
  /** Other versions of the same name that the reader's assets have. */
  otherVersions: z.array(componentRow),
});
export type ComponentDetail = z.output<typeof componentDetail>;

export const readComponent = contract('map.read-component', {
  method: 'GET',
  path: '/api/components/{id}',
  right: 'read',
  summary: {
    fr: 'Lire un logiciel : où il est, en quelles versions',
    en: 'Read a piece of software: where it is, in which versions',
  },
  params: z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) }),
  reply: componentDetail,
});

const assetSoftware = component.extend({
  /** Source package where it has another name. */
  sourceName: z.string(),
  path: z.string(),
  sources: z.array(sourceRef),
  since: instant,
  /** Set when every source that told it no longer does. */
  missingSince: instant.nullable(),
});
export type AssetSoftware = z.output<typeof assetSoftware>;

export const listAssetSoftware = contract('map.list-asset-software', {
  method: 'GET',
  path: '/api/assets/{id}/software',
  right: 'read',
  summary: { fr: 'Lister les logiciels d’un actif', en: 'List the software of an asset' },
  params: idParams,
  query: z.object({
    q: search.optional(),
    ecosystem: ecosystem.optional(),
    /** What has gone, instead of what is there. */
    state: z.enum(['present', 'missing']).default('present'),
    ...pageQuery,
  }),
  reply: listOf(assetSoftware).extend({
    ecosystems: ecosystemCounts,
    readings: z.array(z.object({ source: sourceRef, readAt: instant, components: z.number().int() })),
  }),
});

const installReport = z.object({
  added: z.number().int(),
  removed: z.number().int(),
  kept: z.number().int(),
});

export const softwareReportSchema = installReport.extend({
  /** Null when no format fits the file. */
  format: z.enum(inventoryFormats).nullable(),
  components: z.number().int(),
  /** The first of what the file holds, to recognise it by. */
  sample: z.array(component.omit({ id: true })),
  problems: z.array(inputProblemSchema),
  /** False when some software of the file could not be read. */
  whole: z.boolean(),
  applied: z.boolean(),
});
export type SoftwareReport = z.output<typeof softwareReportSchema>;

export const importSoftware = contract('map.import-software', {
  method: 'POST',
  path: '/api/assets/{id}/software/import',
  right: 'operate',
  summary: {
    fr: 'Déposer un inventaire de logiciels pour un actif, à blanc ou pour de bon',
    en: 'Upload an inventory of software for an asset, dry run or for good',
  },
  params: idParams,
  body: z.object({
    /** Names the source on the map: the same name again replaces what it said of this asset. */
    sourceName: shortText,
    content: z.string().max(64 * 1024 * 1024),
    format: z.enum(inventoryFormats).optional(),
    /** `debian-12`: whose packages these are, when the list does not name it. */
    distribution: z.string().trim().max(80).optional(),
    dryRun: z.boolean().default(true),
    /** Take what could be read although some could not; what is not named then stays. */
    partial: z.boolean().default(false),
  }),
  bodyLimitBytes: 72 * 1024 * 1024,
  reply: softwareReportSchema,
});

const field = (most: number) => z.string().trim().max(most).default('');

export const replaceSoftware = contract('map.replace-software', {
  method: 'PUT',
  path: '/api/assets/{id}/software',
  right: 'operate',
  summary: {
    fr: 'Remplacer les logiciels qu’une source voit sur un actif',
    en: 'Replace the software that a source sees on an asset',
  },
  params: idParams,
  body: z.object({
    /** Names the source; what others say of the asset stays. */
    sourceName: shortText,
    software: z
      .array(
        z.object({
          /** `deb`, `rpm`, `apk`, a purl type, `system` or `product`. */
          ecosystem: z.string().trim().min(1).max(60),
          distribution: field(80),
          vendor: field(200),
          name: z.string().trim().min(1).max(300),
          version: field(1024),
          architecture: field(60),
          sourceName: field(300),
          sourceVersion: field(1024),
          purl: field(4096),
          cpe: field(4096),
          qualifiers: z.record(z.string().max(60), z.string().max(200)).default({}),
          path: field(1024),
        }),
      )
      .max(50_000),
    /** An empty list is refused without it: it is mostly a failed read. */
    isEmptyOk: z.boolean().default(false),
  }),
  bodyLimitBytes: 32 * 1024 * 1024,
  reply: installReport,
});
