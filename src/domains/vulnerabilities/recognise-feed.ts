import type { FeedName } from './feed-record.ts';

/** What feed a file is of, by its first characters; its name tells only whose it is. Null when it is none. */
export function recogniseFeed(name: string, text: string): FeedName | null {
  const head = text.replace(/^\uFEFF/, '').trimStart();
  if (head.startsWith('<'))
    return /cert\.ssi\.gouv\.fr/i.test(head) ? { id: 'certfr', kind: 'certfr' } : null;
  if (!head.startsWith('{') && !head.startsWith('[')) return ofTable(head);
  const has = (pattern: RegExp): boolean => pattern.test(head);
  // A schema speaks of the fields of a feed without being one.
  if (has(/^\{\s*"\$schema"\s*:\s*"https?:\/\/json-schema\.org/)) return null;
  if (has(/"CVE_RECORD"|"cveMetadata"\s*:/))
    return { id: isVulnrichment(name) ? 'vulnrichment' : 'cve', kind: 'cve' };
  if (has(/"catalogVersion"\s*:/) || has(/^\{\s*"cveID"\s*:/)) return { id: 'kev', kind: 'kev' };
  if (
    has(/^\{\s*(?:"\$schema"\s*:\s*"[^"]*"\s*,\s*)?"(?:document|product_tree|vulnerabilities)"/) &&
    has(/"csaf_version"\s*:/)
  )
    return { id: `csaf:${providerOf(head)}`, kind: 'csaf' };
  if (
    has(/"format"\s*:\s*"NVD_CVE"|"resultsPerPage"\s*:/) ||
    has(/"configurations"\s*:\s*\[/) ||
    has(/"CVE_data_type"/)
  )
    return { id: 'nvd', kind: 'nvd' };
  if (has(/"fixed_version"\s*:/) && has(/"suite"\s*:/))
    return { id: 'debian-changelog', kind: 'debian-changelog' };
  if (has(/"id"\s*:\s*"OSSA-\d/)) return { id: 'ossa', kind: 'ossa' };
  if (has(/^\{\s*"[a-z0-9][a-z0-9+.-]*"\s*:\s*\{\s*"(?:CVE|TEMP)-\d[^"]*"\s*:/) && has(/"releases"\s*:/))
    return { id: 'debian', kind: 'debian' };
  if (has(/"CERT(?:FR|A)-\d{4}-(?:AVI|ALE|ACT|CTI)-/)) return { id: 'certfr', kind: 'certfr' };
  if (has(/"affected"\s*:\s*\[/) && has(/"id"\s*:\s*"/))
    return { id: `osv:${ecosystemOf(head)}`, kind: 'osv' };
  return null;
}

function isVulnrichment(name: string): boolean {
  return /vulnrichment/i.test(name);
}

function ofTable(head: string): FeedName | null {
  const lines = head.split('\n', 2);
  const titles =
    (head.startsWith('#') ? lines[1] : lines[0])
      ?.toLowerCase()
      .split(',')
      .map((cell) => cell.trim()) ?? [];
  return titles.includes('cve') && titles.includes('epss') ? { id: 'epss', kind: 'epss' } : null;
}

/** `cisa` of `https://www.cisa.gov`, `redhat` of `https://www.redhat.com`. */
function providerOf(head: string): string {
  const publisher = /"publisher"\s*:\s*\{[^{}]*\}/.exec(head)?.[0] ?? '';
  const host = /"namespace"\s*:\s*"https?:\/\/([^/"]+)/.exec(publisher)?.[1] ?? '';
  const labels = host
    .toLowerCase()
    .replace(/^www\./, '')
    .split('.');
  const label = labels.length > 1 ? labels.at(-2) : labels[0];
  return /^[a-z0-9-]{1,60}$/.test(label ?? '') ? (label ?? 'other') : 'other';
}

function ecosystemOf(head: string): string {
  if (/"id"\s*:\s*"GHSA-/.test(head)) return 'github';
  const told = /"ecosystem"\s*:\s*"([^":]{1,40})/.exec(head)?.[1] ?? 'other';
  return told.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-');
}
