import type { Text } from '#engines/text.ts';
import { kindTexts } from './feed-kind-texts.ts';
import type { FeedKind, FeedName } from './feed-record.ts';

/** A public feed that Vigie knows how to read. Nothing is fetched before somebody enables it. */
export interface CatalogueFeed {
  readonly id: string;
  readonly kind: FeedKind;
  readonly title: Text;
  /** What it brings, in a sentence. */
  readonly brings: Text;
  readonly origin: string;
  readonly everySeconds: number;
  /** Content older than this is stale, however recently it was fetched. */
  readonly staleAfterSeconds: number;
  /** About how much the first load weighs, in bytes. */
  readonly firstLoadBytes: number;
  /** The provider gives a key that lifts its limits. */
  readonly takesKey?: true;
}

const hour = 3600;
const day = 24 * hour;
const mebibyte = 1_048_576;

function csaf(provider: string, name: string, origin: string, firstLoadMebibytes: number): CatalogueFeed {
  return {
    id: `csaf:${provider}`,
    kind: 'csaf',
    title: { fr: `${name} (CSAF)`, en: `${name} (CSAF)` },
    brings: {
      fr: `Avis de ${name} : produits touchés et corrigés, par leur éditeur.`,
      en: `Advisories of ${name}: affected and fixed products, by their vendor.`,
    },
    origin,
    everySeconds: day,
    // A vendor may have nothing to say for a season.
    staleAfterSeconds: 120 * day,
    firstLoadBytes: firstLoadMebibytes * mebibyte,
  };
}

function osv(ecosystem: string, firstLoadMebibytes: number): CatalogueFeed {
  return {
    id: `osv:${ecosystem.toLowerCase().replaceAll(' ', '-')}`,
    kind: 'osv',
    title: { fr: `OSV ${ecosystem}`, en: `OSV ${ecosystem}` },
    brings: {
      fr: `Vulnérabilités des paquets ${ecosystem}, versions touchées et corrigées.`,
      en: `Vulnerabilities of ${ecosystem} packages, affected and fixed versions.`,
    },
    origin: `https://osv-vulnerabilities.storage.googleapis.com/${encodeURIComponent(ecosystem)}/`,
    everySeconds: day,
    staleAfterSeconds: 30 * day,
    firstLoadBytes: firstLoadMebibytes * mebibyte,
  };
}

/** The public feeds on offer; each may be pointed at a mirror of the same layout or at a folder. */
export const feedCatalogue: readonly CatalogueFeed[] = [
  {
    id: 'kev',
    kind: 'kev',
    title: { fr: 'CISA KEV', en: 'CISA KEV' },
    brings: {
      fr: 'Vulnérabilités dont l’exploitation est avérée, avec leur échéance.',
      en: 'Vulnerabilities known to be exploited, with their due date.',
    },
    origin: 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
    everySeconds: 6 * hour,
    staleAfterSeconds: 21 * day,
    firstLoadBytes: 2 * mebibyte,
  },
  {
    id: 'certfr',
    kind: 'certfr',
    title: { fr: 'CERT-FR', en: 'CERT-FR' },
    brings: {
      fr: 'Avis et alertes de l’ANSSI, en français.',
      en: 'Notices and alerts of ANSSI, in French.',
    },
    origin: 'https://www.cert.ssi.gouv.fr/',
    everySeconds: 2 * hour,
    staleAfterSeconds: 7 * day,
    firstLoadBytes: mebibyte,
  },
  {
    id: 'cve',
    kind: 'cve',
    title: { fr: 'Liste CVE', en: 'CVE List' },
    brings: {
      fr: 'Toutes les fiches CVE, telles que leurs émetteurs les publient (cvelistV5).',
      en: 'All CVE records, as their issuers publish them (cvelistV5).',
    },
    origin: 'https://api.github.com/repos/CVEProject/cvelistV5/releases?per_page=100',
    everySeconds: 6 * hour,
    staleAfterSeconds: 2 * day,
    firstLoadBytes: 620 * mebibyte,
  },
  {
    id: 'epss',
    kind: 'epss',
    title: { fr: 'EPSS', en: 'EPSS' },
    brings: {
      fr: 'Probabilité d’exploitation à 30 jours de chaque CVE, chaque jour (FIRST).',
      en: 'Probability of exploitation within 30 days of each CVE, every day (FIRST).',
    },
    origin: 'https://epss.empiricalsecurity.com/epss_scores-current.csv.gz',
    everySeconds: day,
    staleAfterSeconds: 4 * day,
    firstLoadBytes: 3 * mebibyte,
  },
  {
    id: 'nvd',
    kind: 'nvd',
    title: { fr: 'NVD', en: 'NVD' },
    brings: {
      fr: 'Configurations CPE et scores du NIST, par son interface 2.0.',
      en: 'CPE configurations and scores of NIST, through its interface 2.0.',
    },
    origin: 'https://services.nvd.nist.gov/rest/json/cves/2.0',
    everySeconds: 6 * hour,
    staleAfterSeconds: 3 * day,
    firstLoadBytes: 1300 * mebibyte,
    takesKey: true,
  },
  {
    id: 'vulnrichment',
    kind: 'cve',
    title: { fr: 'CISA Vulnrichment', en: 'CISA Vulnrichment' },
    brings: {
      fr: 'Décisions SSVC et noms CPE que la CISA ajoute aux fiches CVE.',
      en: 'SSVC decisions and CPE names that CISA adds to CVE records.',
    },
    origin: 'https://codeload.github.com/cisagov/vulnrichment/zip/refs/heads/develop',
    everySeconds: day,
    staleAfterSeconds: 7 * day,
    firstLoadBytes: 120 * mebibyte,
  },
  {
    id: 'debian',
    kind: 'debian',
    title: { fr: 'Suivi de sécurité Debian', en: 'Debian security tracker' },
    brings: {
      fr: 'État de chaque CVE dans chaque paquet source et chaque version de Debian.',
      en: 'State of each CVE in each source package and each release of Debian.',
    },
    origin: 'https://security-tracker.debian.org/tracker/data/json',
    everySeconds: 6 * hour,
    staleAfterSeconds: 3 * day,
    firstLoadBytes: 75 * mebibyte,
  },
  csaf('cisco', 'Cisco', 'https://www.cisco.com/.well-known/csaf/provider-metadata.json', 120),
  csaf('redhat', 'Red Hat', 'https://www.redhat.com/.well-known/csaf/provider-metadata.json', 900),
  csaf('microsoft', 'Microsoft', 'https://msrc.microsoft.com/csaf/provider-metadata.json', 300),
  csaf('siemens', 'Siemens', 'https://www.siemens.com/.well-known/csaf/provider-metadata.json', 40),
  csaf('cert-bund', 'CERT-Bund', 'https://wid.cert-bund.de/.well-known/csaf/provider-metadata.json', 200),
  osv('npm', 220),
  osv('PyPI', 35),
  osv('Maven', 15),
  osv('Go', 10),
  osv('Packagist', 12),
  osv('NuGet', 3),
  osv('Bitnami', 12),
];

/** What a feed is called that nobody named: after its kind, and whose it is. */
export function feedTitle({ id, kind }: FeedName): Text {
  const known = catalogueFeed(id);
  if (known !== null) return known.title;
  const { fr, en } = kindTexts[kind];
  const [, own] = id.split(':');
  return own === undefined ? kindTexts[kind] : { fr: `${fr} : ${own}`, en: `${en}: ${own}` };
}

export function catalogueFeed(id: string): CatalogueFeed | null {
  return feedCatalogue.find((feed) => feed.id === id) ?? null;
}
