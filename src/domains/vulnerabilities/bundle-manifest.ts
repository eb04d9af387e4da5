import { z } from 'zod';
import type { TarMember } from './bundle-tar.ts';
import { feedKinds } from './feed-record.ts';

/** First member of every bundle, by which one is known, and which a person may read. */
export const noticePath = 'vigie-feeds/LISEZMOI-README.txt';
export const manifestPath = 'vigie-feeds/manifest.json';
export const signaturePath = 'vigie-feeds/manifest.sig.json';
export const bundleFormat = 'vigie-feeds/1';

/** Longest manifest that is read: a thousand parts. */
export const mostManifestBytes = 4 * 1024 * 1024;

const feed = z.object({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]*(?::[a-z0-9][a-z0-9.-]*)?$/)
    .max(80),
  kind: z.enum(feedKinds),
  title: z.object({ fr: z.string().max(200), en: z.string().max(200) }),
  /** Where the bundle's maker fetched it, for information. */
  origin: z.string().max(2000).nullable(),
  records: z.number().int().min(0),
  newestRecordAt: z.iso.datetime().nullable(),
  lastSuccessAt: z.iso.datetime().nullable(),
});

const part = z.object({
  path: z.string().regex(/^vigie-feeds\/[A-Za-z0-9._-]{1,80}$/),
  bytes: z.number().int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Null for the notice. */
  feed: feed.nullable(),
});
export type BundlePart = z.output<typeof part>;

export const manifestSchema = z.object({
  format: z.literal(bundleFormat),
  createdAt: z.iso.datetime(),
  createdBy: z.string().max(200),
  parts: z.array(part).min(1).max(1000),
});
export type BundleManifest = z.output<typeof manifestSchema>;

/** The whole seconds that every header of the bundle bears. */
export function bundleSeconds(manifest: Pick<BundleManifest, 'createdAt'>): number {
  return Math.floor(Date.parse(manifest.createdAt) / 1000);
}

export function memberOf(
  manifest: Pick<BundleManifest, 'createdAt'>,
  path: string,
  bytes: number,
): TarMember {
  return { path, bytes, atSeconds: bundleSeconds(manifest) };
}

export const notice = `Lot de flux de vulnérabilités de Vigie, signé (Ed25519). Ne le modifiez pas : un seul octet
changé le fait refuser. Pour l'importer : « vigie feeds import FICHIER », ou page Flux > Apporter un fichier.

Signed bundle of vulnerability feeds of Vigie (Ed25519). Do not change it: a single changed byte has
it refused. To import it: "vigie feeds import FILE", or page Feeds > Carry in a file.
`;
