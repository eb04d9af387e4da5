import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import { ensureBucket, ensureSource, ranks } from './sources.ts';

const longestSlug = 90;

/** Stable key of an import by the name that a person gave it: case, spaces and accents do not make another one. */
export function importKey(name: string): string {
  const plain = name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const slug = plain.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-+|-+$/g, '');
  if (slug.length > 0 && slug.length <= longestSlug) return `import:${slug}`;
  const digest = createHash('sha256').update(plain).digest('hex').slice(0, 16);
  return `import:${slug.slice(0, longestSlug)}${slug === '' ? '' : '-'}${digest}`;
}

/** Makes the source and the bucket of an import known. Returns the key of both. */
export async function ensureImportBucket(db: Kysely<DB>, name: string): Promise<string> {
  const key = importKey(name);
  const source = await ensureSource(db, {
    key,
    domain: 'map',
    title: { fr: `Import « ${name} »`, en: `Import "${name}"` },
    rank: ranks.import,
    expectedEverySeconds: null,
  });
  await ensureBucket(db, source, key);
  return key;
}
