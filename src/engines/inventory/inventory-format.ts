import type { InputProblem, Result } from '#engines/result.ts';
import type { Text } from '#engines/text.ts';
import type { Software } from './software.ts';

export const inventoryFormats = [
  'cyclonedx',
  'spdx',
  'dpkg-status',
  'dpkg-list',
  'rpm-list',
  'apk-installed',
  'apk-list',
  'csv',
  'python-list',
  'npm-list',
  'descriptions',
] as const;
export type InventoryFormat = (typeof inventoryFormats)[number];

/** What the reader knows of the text beside the text; each is optional, and what the text itself says goes first. */
export interface InventoryHint {
  readonly format?: InventoryFormat;
  /** `debian-12`: the distribution whose packages these are, when the list does not name it. */
  readonly distribution?: string;
}

export interface Inventory extends Result<readonly Software[]> {
  /** Null when no format fits. */
  readonly format: InventoryFormat | null;
}

export const maxInventoryLength = 64 * 1024 * 1024;
export const maxSoftware = 200_000;

export const inventoryFormatNames: Readonly<Record<InventoryFormat, Text>> = {
  cyclonedx: { fr: 'CycloneDX (JSON)', en: 'CycloneDX (JSON)' },
  spdx: { fr: 'SPDX (JSON)', en: 'SPDX (JSON)' },
  'dpkg-status': { fr: 'Base dpkg (status)', en: 'dpkg database (status)' },
  'dpkg-list': { fr: 'Liste de paquets dpkg', en: 'List of dpkg packages' },
  'rpm-list': { fr: 'Liste de paquets rpm', en: 'List of rpm packages' },
  'apk-installed': { fr: 'Base apk (installed)', en: 'apk database (installed)' },
  'apk-list': { fr: 'Liste de paquets apk', en: 'List of apk packages' },
  csv: { fr: 'Tableau CSV', en: 'CSV table' },
  'python-list': { fr: 'Paquets Python (pip)', en: 'Python packages (pip)' },
  'npm-list': { fr: 'Paquets npm', en: 'npm packages' },
  descriptions: { fr: 'Descriptions d’équipements (sysDescr)', en: 'Device descriptions (sysDescr)' },
};

/** Problems after which every component is still there: the rest cost one. */
const remarks = new Set([
  'inventory.no-source-package',
  'inventory.distribution-unknown',
  'purl.unreadable',
  'cpe.unreadable',
]);

/** True when a problem left software out, so that the list is not whole. */
export function leavesSoftwareOut(problem: InputProblem): boolean {
  return !remarks.has(problem.code);
}
