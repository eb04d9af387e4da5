import type { Advisory } from '#engines/advisory/advisory.ts';
import type { JsonValue } from '#engines/json-value.ts';
import type { Result } from '#engines/result.ts';
import { cveOf, instantOf, listOf, notOfForm, textOf, unread, wordOf } from './fields.ts';

/** Reads an advisory of OpenStack (OSSA, its YAML as JSON): one advisory for each vulnerability. */
export function readOssa(document: JsonValue): Result<readonly Advisory[]> {
  const id = wordOf(document, 'id');
  if (id === null || !/^OSSA-\d{4}-\d+$/.test(id)) return unread([], notOfForm('OSSA', '/id', 'id'));
  const value = listOf(document, 'vulnerabilities').flatMap((one): readonly Advisory[] => {
    const cve = cveOf(textOf(one, 'cve-id'));
    if (cve === null) return [];
    const publishedAt = instantOf(wordOf(document, 'date'));
    return [
      {
        key: `${id}#${cve}`,
        vulnerability: cve,
        aliases: [],
        state: 'published',
        title: textOf(document, 'title', 500),
        description: textOf(document, 'description'),
        publishedAt,
        modifiedAt: publishedAt,
        cvss: [],
        ssvc: null,
        weaknesses: [],
        references: [],
        rules: [],
        remedies: [],
      },
    ];
  });
  return { value, problems: [] };
}
