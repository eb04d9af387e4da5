import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import { judgeAffected } from '#engines/advisory/affected.ts';

/** An entry of `versions` in a CVE record. */
export type VersionEntry = Record<string, JsonValue>;

export const affected = (version: string, more: VersionEntry = {}): VersionEntry => ({
  version,
  status: 'affected',
  ...more,
});

/** A CVE record of one product, Acme Door unless told. */
export function recordOf(versions: readonly VersionEntry[], more: VersionEntry = {}): JsonObject {
  return { containers: { cna: { affected: [{ vendor: 'Acme', product: 'Door', versions, ...more }] } } };
}

/** `+` affected, `-` unaffected, `?` unknown, of versions parted by spaces; `_` stands for a space inside one. */
export function verdicts(
  record: JsonValue,
  versions: string,
  { vendor = 'Acme', product = 'Door' } = {},
): string {
  const short = { affected: '+', unaffected: '-', unknown: '?' };
  return versions
    .split(' ')
    .map(
      (version) =>
        short[judgeAffected(record, { vendor, product, version: version.replaceAll('_', ' ') }).verdict],
    )
    .join('');
}
