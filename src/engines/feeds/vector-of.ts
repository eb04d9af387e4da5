import type { CvssVector } from '#engines/advisory/advisory.ts';

/** A CVSS vector with its version, or null when the text is none. Bare vectors are of version 2. */
export function vectorOf(text: string, source: string, publishedScore: number | null): CvssVector | null {
  const vector = text.trim();
  const named = /^CVSS:(3\.0|3\.1|4\.0)\/[A-Za-z]{1,3}:[A-Za-z]/.exec(vector)?.[1];
  const version = named ?? (/^\(?AV:[LAN]\/AC:[HML]\/Au:[MSN]\//.test(vector) ? '2.0' : null);
  if (version === null || vector.length > 300) return null;
  const plain = version === '2.0' ? vector.replaceAll(/[()]/g, '') : vector;
  return { version: version as CvssVector['version'], vector: plain, source, publishedScore };
}
