import type { Software } from './software.ts';

/** Most characters of each field that the map keeps. */
export const softwareLimits = {
  ecosystem: 60,
  distribution: 80,
  vendor: 200,
  name: 300,
  version: 1024,
  architecture: 60,
  sourceName: 300,
  sourceVersion: 1024,
  purl: 4096,
  cpe: 4096,
  path: 1024,
} as const;

const maxQualifiers = 20;
const maxQualifier = 200;

/** The same software in the form the map keeps: trimmed, without control characters or broken letters, within limits. */
export function tidySoftware(given: Software): Software {
  return {
    ecosystem: tidy(given.ecosystem, softwareLimits.ecosystem).toLowerCase(),
    distribution: tidy(given.distribution, softwareLimits.distribution).toLowerCase(),
    vendor: tidy(given.vendor, softwareLimits.vendor),
    name: tidy(given.name, softwareLimits.name),
    version: tidy(given.version, softwareLimits.version),
    architecture: tidy(given.architecture, softwareLimits.architecture),
    sourceName: tidy(given.sourceName, softwareLimits.sourceName),
    sourceVersion: tidy(given.sourceVersion, softwareLimits.sourceVersion),
    purl: tidy(given.purl, softwareLimits.purl),
    cpe: tidy(given.cpe, softwareLimits.cpe),
    qualifiers: tidyQualifiers(given.qualifiers),
    path: tidy(given.path, softwareLimits.path),
  };
}

function tidy(text: string, limit: number): string {
  const cut = text.length > limit ? text.slice(0, limit) : text;
  // Most texts are plain: testing them costs less than rewriting them.
  return /^[!-~](?:[ -~]*[!-~])?$|^$/.test(cut)
    ? cut
    : cut
        .replaceAll(/\p{Cc}+/gu, ' ')
        .toWellFormed()
        .trim();
}

function tidyQualifiers(given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(given).slice(0, maxQualifiers);
  if (entries.length === 0) return given;
  return Object.fromEntries(
    entries
      .map(([name, value]) => [tidy(name, 60), tidy(value, maxQualifier)] as const)
      .filter(([name, value]) => name !== '' && value !== '')
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
