import * as mandatory from '@secvisogram/csaf-validator-lib/mandatoryTests.js';
import * as schemas from '@secvisogram/csaf-validator-lib/schemaTests.js';
import type { JsonValue } from '#engines/json-value.ts';
import type { Text } from '#engines/text.ts';
import { csafTests } from './csaf-tests.ts';

/** One test that a document fails. */
export interface CsafFailure {
  /** `6.1.11` (CSAF 2.0 §6.1), or `schema`. */
  readonly test: string;
  /** JSON pointer of the first place. */
  readonly path: string;
  /** The validator's own words, in English. */
  readonly detail: string;
  readonly blocks: boolean;
}

export interface CsafValidation {
  readonly failures: readonly CsafFailure[];
  /** Why the document is set aside; null when it is accepted, perhaps with failures that are only flagged. */
  readonly reason: Text | null;
}

/**
 * Holds a document against the strict schema and the mandatory tests of CSAF 2.0. Fields that the schema does not know
 * are flagged, not refused: they are kept with the document. About 5 ms a document, 1 ms for `blocking`.
 * @param tests `blocking`: only what may set the document aside, nothing that is merely flagged; an import asks no more
 */
export async function validateCsaf(
  document: JsonValue,
  tests: 'all' | 'blocking' = 'all',
): Promise<CsafValidation> {
  const failures: CsafFailure[] = [];
  const strict = tests === 'all' ? await run('csaf_2_0_strict', document) : null;
  const loose = strict?.length === 0 ? [] : await run('csaf_2_0', document);
  if (loose.length > 0) {
    // A score of the wrong form is test 6.1.8; scores are made anew from their vectors.
    const isOfScores = loose.every(({ path }) => /^\/vulnerabilities\/\d+\/scores\/\d+/.test(path));
    failures.push(failureOf(isOfScores ? '6.1.8' : 'schema', loose));
    // The other tests are written for documents of the right form.
    if (!isOfScores) return { failures, reason: reasonFor(failures) };
  } else if (strict !== null && strict.length > 0)
    failures.push({ ...failureOf('schema', strict), blocks: false });
  for (const name of Object.keys(mandatory)) {
    if (tests === 'blocking' && csafTests[numberOf(name)]?.blocks === false) continue;
    const faults = await run(name, document);
    const failure = failureOf(numberOf(name), faults);
    const isKnown = failures.some(({ test }) => test === failure.test);
    if (faults.length > 0 && !isKnown) failures.push(failure);
  }
  return { failures, reason: reasonFor(failures) };
}

type Fault = Pick<CsafFailure, 'path' | 'detail'>;

function failureOf(test: string, [first]: readonly Fault[]): CsafFailure {
  const { path, detail } = first ?? { path: '', detail: '' };
  return { test, path, detail, blocks: csafTests[test]?.blocks ?? true };
}

/** What a test finds; nothing when the document passes. */
async function run(name: string, document: JsonValue): Promise<readonly Fault[]> {
  const test = (mandatory as CsafTests)[name] ?? (schemas as CsafTests)[name];
  if (test === undefined) return [];
  try {
    const { isValid, errors = [] } = await test(document);
    if (isValid !== false) return [];
    const faults = errors.slice(0, 100).map(({ instancePath = '', message = '' }) => ({
      path: instancePath.slice(0, 500),
      detail: message.slice(0, 500),
    }));
    return faults.length === 0 ? [{ path: '', detail: '' }] : faults;
  } catch (error) {
    // The validator is foreign code: a document that breaks it is not valid, and is no reason to stop.
    return [{ path: '', detail: error instanceof Error ? error.message.slice(0, 500) : 'unreadable' }];
  }
}

/** `mandatoryTest_6_1_27_3` is of 6.1.27. */
function numberOf(name: string): string {
  return /_(\d+)_(\d+)_(\d+)/.exec(name)?.slice(1).join('.') ?? name;
}

function reasonFor(failures: readonly CsafFailure[]): Text | null {
  const blocking = failures.filter(({ blocks }) => blocks);
  const [first] = blocking;
  if (first === undefined) return null;
  const fault = csafTests[first.test]?.fault ?? {
    fr: 'le document n’est pas de la forme du schéma',
    en: 'the document is not of the form of the schema',
  };
  const tests = [...new Set(blocking.map(({ test }) => test))].join(', ');
  const place = first.path === '' ? '' : ` (${first.path})`;
  return {
    fr: `Document CSAF mis de côté : ${fault.fr}${place}. Tests échoués : ${tests}. Signalez-le à son éditeur ; le document suivant sera relu tel quel.`,
    en: `CSAF document set aside: ${fault.en}${place}. Failed tests: ${tests}. Report it to its publisher; the next version will be read again.`,
  };
}
