import vendors from './definitions/vendors.json' with { type: 'json' };
import { osDefinitions } from './os-definitions.ts';

const names: Readonly<Record<string, string>> = vendors;

/** Enterprise numbers that only a definition knows. */
const defined = new Map<string, string>();
for (const { vendor, when } of osDefinitions) {
  for (const { oid } of when) {
    for (const start of typeof oid === 'string' ? [oid] : (oid ?? [])) {
      const number = start.split('.')[0] ?? '';
      if (number !== '1' && !defined.has(number)) defined.set(number, vendor);
    }
  }
}

/** The vendor that holds the enterprise number of a sysObjectID (IANA private enterprise numbers), or null. */
export function vendorOf(sysObjectId: string | null): string | null {
  const number = /^1\.3\.6\.1\.4\.1\.(\d+)/.exec(sysObjectId ?? '')?.[1];
  if (number === undefined) return null;
  return (Object.hasOwn(names, number) ? names[number] : defined.get(number)) ?? null;
}
