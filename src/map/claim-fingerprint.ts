import { createHash } from 'node:crypto';
import type { AssetClaim } from '#engines/imports/types.ts';

/** Same claim, same text: keys of objects in order, so that a source that shuffles them changes nothing. */
export function claimFingerprint(claim: AssetClaim): string {
  const identities = claim.identities.map((identity) => `${identity.kind}:${identity.value}`).toSorted();
  const text = stable([claim.type, claim.name, claim.organisation ?? null, identities, claim.attributes]);
  return createHash('sha256').update(text).digest('base64url');
}

function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([name, inner]) => `${JSON.stringify(name)}:${stable(inner)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
