import { readConfigurations } from '#engines/cpe/nvd-configuration.ts';
import { isJsonObject, jsonField } from '#engines/json-value.ts';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import type { InputProblem, Result } from '#engines/result.ts';
import { trust } from './advisory.ts';
import type { Advisory, CvssVector } from './advisory.ts';
import { compileConfigurations } from './compile-configurations.ts';
import {
  at,
  cveNumber,
  englishOf,
  instantOf,
  maxListKept,
  objects,
  recordProblem,
  textIn,
  texts,
  unique,
  weaknessOf,
} from './record-fields.ts';

/**
 * A CVE as NVD gives it: an item of API 2.0 (`{ "cve": {…} }` or what it holds), or a line of the same configurations
 * with `description` and `references` as plain texts. Null with a problem when it is none.
 */
export function readNvdRecord(record: JsonValue): Result<Advisory | null> {
  const inner = at(record, 'cve');
  const [cve, prefix] = isJsonObject(inner) ? [inner, '/cve'] : [record, ''];
  const number = isJsonObject(cve) ? cveNumber(jsonField(cve, 'id')) : null;
  if (!isJsonObject(cve) || number === null) return { value: null, problems: [noNumber(`${prefix}/id`)] };
  const configurations = jsonField(cve, 'configurations');
  const isRejected = textIn(jsonField(cve, 'vulnStatus')).toLowerCase() === 'rejected';
  const compiled = compileConfigurations({
    configurations: isRejected ? [] : readConfigurations(configurations),
    trust: trust.nvd,
    pointer: `${prefix}/configurations`,
    isWhole: true,
  });
  const value: Advisory = {
    key: number,
    vulnerability: number,
    aliases: [],
    state: isRejected ? 'rejected' : 'published',
    title: textIn(jsonField(cve, 'cisaVulnerabilityName')).slice(0, 500),
    description: englishOf(jsonField(cve, 'descriptions')) || textIn(jsonField(cve, 'description')),
    publishedAt: instantOf(jsonField(cve, 'published')),
    modifiedAt: instantOf(jsonField(cve, 'lastModified') ?? jsonField(cve, 'modified')),
    cvss: cvssOf(cve),
    ssvc: null,
    weaknesses: unique(weaknessesOf(cve)),
    references: referencesOf(cve),
    rules: compiled.value,
    remedies: [],
  };
  return { value, problems: [...shapeProblems(cve, prefix), ...compiled.problems] };
}

function noNumber(path: string): InputProblem {
  return recordProblem('nvd.number', path, {
    fr: 'Le numéro CVE manque ou n’a pas la forme CVE-AAAA-NNNN. Vérifiez que le document vient de l’API 2.0 de la NVD.',
    en: 'The CVE number is missing or does not have the form CVE-YYYY-NNNN. Check that the document comes from the NVD API 2.0.',
  });
}

function shapeProblems(cve: JsonObject, prefix: string): readonly InputProblem[] {
  const configurations = jsonField(cve, 'configurations');
  if (configurations === undefined || Array.isArray(configurations)) return [];
  return [
    recordProblem('nvd.not-a-list', `${prefix}/configurations`, {
      fr: 'Ce champ doit être une liste : il a été laissé de côté. L’ancien format 1.1 n’est pas lu, fournissez le format 2.0.',
      en: 'This field must be a list: it was left out. The former format 1.1 is not read, provide format 2.0.',
    }),
  ];
}

const metricFields = [
  ['cvssMetricV40', '4.0'],
  ['cvssMetricV31', '3.1'],
  ['cvssMetricV30', '3.0'],
  ['cvssMetricV2', '2.0'],
] as const;

function cvssOf(cve: JsonObject): readonly CvssVector[] {
  return metricFields.flatMap(([field, version]) =>
    objects(at(cve, 'metrics', field))
      .slice(0, maxListKept)
      .flatMap((metric) => {
        const vector = textIn(at(metric, 'cvssData', 'vectorString'));
        const score = at(metric, 'cvssData', 'baseScore');
        if (vector === '') return [];
        const source = sourceOf(textIn(jsonField(metric, 'source')));
        return [{ version, vector, source, publishedScore: typeof score === 'number' ? score : null }];
      }),
  );
}

/** `nvd` for NVD's own, `cisa` for CISA's number in the CVE Program, else the CNA. */
function sourceOf(source: string): string {
  if (source === '' || source === 'nvd@nist.gov') return 'nvd';
  return source === '134c704f-9b21-4f2e-91b3-4a467353bcc0' ? 'cisa' : 'cna';
}

function weaknessesOf(cve: JsonObject): readonly string[] {
  return objects(jsonField(cve, 'weaknesses'))
    .flatMap((weakness) => objects(jsonField(weakness, 'description')))
    .slice(0, maxListKept)
    .flatMap((one) => weaknessOf(textIn(jsonField(one, 'value'))) ?? []);
}

function referencesOf(cve: JsonObject): Advisory['references'] {
  const list = jsonField(cve, 'references');
  const all = [
    ...texts(list).map((url) => ({ url, tags: [] as string[] })),
    ...objects(list).map((one) => ({
      url: textIn(jsonField(one, 'url')),
      tags: texts(jsonField(one, 'tags'))
        .slice(0, 20)
        .map((tag) => tag.slice(0, 60)),
    })),
  ];
  const seen = new Set<string>();
  return all
    .filter(({ url }) => {
      const isNew = /^(?:https?|ftp):\/\//i.test(url) && url.length <= 2000 && !seen.has(url);
      seen.add(url);
      return isNew;
    })
    .slice(0, maxListKept);
}
