import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const today = new Date().toISOString().slice(0, 10);

const fortios = { vendor: 'Fortinet', product: 'FortiOS', from: '7.2.0', fixed: '7.2.7' };
const gitlab = { vendor: 'GitLab', product: 'GitLab', from: '16.7', fixed: '16.7.2' };

/** Facts of three exploited vulnerabilities of the demonstration, in our own words and in the form of their feeds. */
const known = [
  { cve: 'CVE-2024-21762', ...fortios, listed: '2024-02-09', epss: 0.93 },
  { cve: 'CVE-2024-23113', ...fortios, listed: '2024-10-09', epss: 0.61 },
  { cve: 'CVE-2023-7028', ...gitlab, listed: '2024-05-01', epss: 0.94 },
];

function cveRecord({ cve, vendor, product, from, fixed }: (typeof known)[number]): object {
  return {
    dataType: 'CVE_RECORD',
    dataVersion: '5.1',
    cveMetadata: {
      cveId: cve,
      state: 'PUBLISHED',
      assignerShortName: vendor.toLowerCase(),
      datePublished: `${today}T00:00:00Z`,
      dateUpdated: `${today}T00:00:00Z`,
    },
    containers: {
      cna: {
        title: `Fiche d’essai ${cve}`,
        descriptions: [{ lang: 'en', value: 'A request made for the purpose gives the attacker control.' }],
        affected: [
          {
            vendor,
            product,
            defaultStatus: 'unaffected',
            versions: [{ version: from, status: 'affected', lessThan: fixed, versionType: 'semver' }],
          },
        ],
        metrics: [
          {
            cvssV3_1: {
              version: '3.1',
              baseScore: 9.8,
              vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
            },
          },
        ],
      },
    },
  };
}

/** Files of three feeds in a folder of their own: CVE records, the catalogue of the exploited, likelihoods. */
export function writeSmallFeeds(): { cve: string; kev: string; epss: string } {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-flux-'));
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const entries = known.map(({ cve, vendor, product, listed }) => ({
    cveID: cve,
    vendorProject: vendor,
    product,
    vulnerabilityName: `Fiche d’essai ${cve}`,
    dateAdded: listed,
    shortDescription: 'Gives the attacker control.',
    requiredAction: 'Upgrade.',
    dueDate: listed,
    knownRansomwareCampaignUse: 'Known',
    notes: '',
  }));
  const catalogue = {
    title: 'KEV',
    catalogVersion: today.replaceAll('-', '.'),
    dateReleased: `${today}T00:00:00Z`,
    count: entries.length,
    vulnerabilities: entries,
  };
  const scores = known.map(({ cve, epss }) => `${cve},${epss},0.99`);
  return {
    cve: write('cve.jsonl', `${known.map((one) => JSON.stringify(cveRecord(one))).join('\n')}\n`),
    kev: write('known_exploited_vulnerabilities.json', JSON.stringify(catalogue)),
    epss: write(
      `epss_scores-${today}.csv`,
      `${[`#model_version:v2025.03.14,score_date:${today}T00:00:00Z`, 'cve,epss,percentile', ...scores].join('\n')}\n`,
    ),
  };
}
