import type { Advisory } from '#engines/advisory/advisory.ts';
import type { JsonValue } from '#engines/json-value.ts';
import type { Result } from '#engines/result.ts';
import { cveOf, instantOf, listOf, notOfForm, objectOf, textOf, unread, wordOf } from './fields.ts';

/** Reads a CSAF 2.0 document (security advisory, VEX, informational): one advisory for each vulnerability. */
export function readCsaf(document: JsonValue): Result<readonly Advisory[]> {
  const head = objectOf(document, 'document');
  const tracking = objectOf(head, 'tracking');
  const id = wordOf(tracking, 'id');
  if (id === null || !/^2\.\d/.test(textOf(head, 'csaf_version', 10)))
    return unread(
      [],
      notOfForm('CSAF 2.0', '/document/tracking/id', 'document.csaf_version, document.tracking.id'),
    );
  const value = listOf(document, 'vulnerabilities').map((one, index): Advisory => {
    const cve = cveOf(textOf(one, 'cve')) ?? `${id}#${index}`;
    return {
      key: `${id}#${cve}`,
      vulnerability: cve,
      aliases: [],
      state: 'published',
      title: wordOf(one, 'title') ?? wordOf(head, 'title') ?? '',
      description: '',
      publishedAt: instantOf(wordOf(tracking, 'initial_release_date')),
      modifiedAt: instantOf(wordOf(tracking, 'current_release_date')),
      cvss: [],
      ssvc: null,
      weaknesses: [],
      references: [],
      rules: [],
      remedies: [],
    };
  });
  return { value, problems: [] };
}
