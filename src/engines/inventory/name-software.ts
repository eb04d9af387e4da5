import { any, notApplicable, plainValue } from '#engines/cpe/cpe.ts';
import type { Cpe } from '#engines/cpe/cpe.ts';
import { parseCpe } from '#engines/cpe/parse-cpe.ts';
import type { InputProblem, Result } from '#engines/result.ts';
import { softwareFromPurl } from './software-from-purl.ts';
import { software } from './software.ts';
import type { Software } from './software.ts';

export interface NamedFields {
  readonly purl: string;
  readonly cpe: string;
  readonly name: string;
  readonly version: string;
  readonly vendor: string;
  readonly isSystem: boolean;
}

/**
 * One piece of software from the names a document gives it: its purl first, then its CPE, then vendor and name. A name
 * that cannot be read is a problem, and the others still count.
 */
export function nameSoftware(given: NamedFields): Result<Software> {
  const problems: InputProblem[] = [];
  const cpe = readCpe(given.cpe, problems);
  const named = given.purl === '' ? null : softwareFromPurl(given.purl);
  if (named?.problem) problems.push(named.problem);
  if (named?.value) {
    const version = named.value.version || given.version;
    return { value: { ...named.value, version, cpe: cpe === null ? '' : given.cpe }, problems };
  }
  const isSystem = given.isSystem || cpe?.part === 'o';
  const value = software({
    ecosystem: isSystem ? 'system' : 'product',
    vendor: given.vendor || told(cpe?.vendor),
    name: given.name || told(cpe?.product),
    version: given.version || versionOf(cpe),
    cpe: cpe === null ? '' : given.cpe,
    qualifiers: platformOf(cpe),
  });
  return { value, problems };
}

function readCpe(text: string, problems: InputProblem[]): Cpe | null {
  if (text === '') return null;
  const { value, problems: found } = parseCpe(text);
  problems.push(...found);
  return value;
}

function told(value: string | undefined): string {
  return value === undefined || value === any || value === notApplicable ? '' : plainValue(value);
}

/** Version and update are one text to people: `10.2.9` and `h1` are `10.2.9-h1`. */
function versionOf(cpe: Cpe | null): string {
  const [version, update] = [told(cpe?.version), told(cpe?.update)];
  return version === '' || update === '' ? version : `${version}-${update}`;
}

function platformOf(cpe: Cpe | null): Readonly<Record<string, string>> {
  const platform = told(cpe?.target_sw);
  return platform === '' ? {} : { platform };
}
