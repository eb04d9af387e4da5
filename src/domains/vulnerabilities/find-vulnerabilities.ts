import { sql } from 'kysely';
import type { Finder } from '#map/store-search.ts';
import { titleOf } from './watch-sql.ts';

const most = 8;

/**
 * Vulnerabilities by the beginning of their number, whatever the catalogue (`cve-2024-217`, `2024-217`, `ghsa-35jh`),
 * and those of the estate by their title.
 */
export const findVulnerabilities: Finder = async (db, _actor, words) => {
  const wanted = words.trim();
  if (wanted.length < 3) return [];
  const number = /^\d{4}-\d/.test(wanted) ? `CVE-${wanted}` : wanted.toUpperCase();
  const isNumber = /^[A-Z]{2,10}-?[\w-]*\d/.test(number);
  const start = `${number.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const { rows } = await sql<{ name: string; title: string; ours: boolean }>`
    with found as (
      (select vulnerability.id from vulnerabilities.vulnerability as vulnerability
        where ${isNumber} and vulnerability.name like ${start} order by vulnerability.name limit ${most})
      union
      select alias.vulnerability_id from vulnerabilities.alias as alias where alias.alias in (${wanted}, ${number})
      union
      (select vulnerability.id from vulnerabilities.vulnerability as vulnerability
        where not ${isNumber} and map.plain(vulnerability.title) like map.plain_pattern(${wanted})
          and exists (select from vulnerabilities.match as match where match.vulnerability_id = vulnerability.id)
        order by vulnerability.epss desc nulls last limit ${most})
    )
    select vulnerability.name, ${titleOf} as title,
      exists (select from vulnerabilities.match as match where match.vulnerability_id = vulnerability.id) as ours
    from found join vulnerabilities.vulnerability as vulnerability on vulnerability.id = found.id
    order by ours desc, vulnerability.name limit ${most}
  `.execute(db);
  return rows.map(({ name, title, ours }) => ({
    kind: 'other',
    id: name,
    title: { fr: name, en: name },
    hint: {
      fr: [ours ? 'sur notre parc' : 'vulnérabilité', title].filter((part) => part !== '').join(' · '),
      en: [ours ? 'on our estate' : 'vulnerability', title].filter((part) => part !== '').join(' · '),
    },
    state: null,
    href: `/vulnerabilities/cve/${encodeURIComponent(name)}`,
  }));
};
