import type { Text } from '#engines/text.ts';
import type { FeedKind } from './feed-record.ts';

/** What the kinds of feeds are called. */
export const kindTexts: Readonly<Record<FeedKind, Text>> = {
  cve: { fr: 'Fiches CVE', en: 'CVE records' },
  nvd: { fr: 'NVD', en: 'NVD' },
  kev: { fr: 'Exploitées (KEV)', en: 'Exploited (KEV)' },
  epss: { fr: 'Probabilités (EPSS)', en: 'Probabilities (EPSS)' },
  csaf: { fr: 'Avis d’éditeur (CSAF)', en: 'Vendor advisories (CSAF)' },
  osv: { fr: 'Paquets (OSV)', en: 'Packages (OSV)' },
  debian: { fr: 'Suivi Debian', en: 'Debian tracker' },
  'debian-changelog': { fr: 'Journaux Debian', en: 'Debian changelogs' },
  ossa: { fr: 'OpenStack (OSSA)', en: 'OpenStack (OSSA)' },
  certfr: { fr: 'CERT-FR', en: 'CERT-FR' },
};
