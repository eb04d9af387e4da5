import type { JsonValue } from '#engines/json-value.ts';
import type { Place, Result } from '#engines/result.ts';
import { createSoftwareCollector } from './collect-software.ts';
import type { SoftwareCollector } from './collect-software.ts';
import { completePackages } from './complete-packages.ts';
import { distributionOfSystem } from './distribution.ts';
import type { InventoryHint } from './inventory-format.ts';
import { listOf, objectOf, textOf } from './json-fields.ts';
import type { JsonObject } from './json-fields.ts';
import { nameSoftware } from './name-software.ts';
import { software } from './software.ts';
import type { Software } from './software.ts';

interface SpdxPackage {
  readonly name: string;
  readonly version: string;
  readonly vendor: string;
  readonly purpose: string;
  readonly purl: string;
  readonly cpe: string;
  /** `built package from: openssl 3.0.11-1`, as Trivy writes. */
  readonly sourceInfo: string;
}

/** Packages of an SPDX document: 2.2 and 2.3 in JSON (clause 7), and the packages of a 3.0 graph in JSON-LD. */
export function readSpdx(root: JsonValue, hint: InventoryHint): Result<readonly Software[]> {
  const document = objectOf(root) ?? {};
  const collector = createSoftwareCollector();
  const systems: string[] = [];
  if (Array.isArray(document['@graph'])) readGraph(collector, document, systems);
  else readPackages(collector, document, systems);
  return completePackages(collector.result(), {
    ...hint,
    ...(systems[0] ? { distribution: systems[0] } : {}),
  });
}

function readPackages(collector: SoftwareCollector, document: JsonObject, systems: string[]): void {
  const version = textOf(document, 'spdxVersion');
  if (!/^SPDX-2\.[0-9]$/.test(version)) {
    const shown = version.slice(0, 20);
    return collector.refuse({
      code: 'inventory.spdx-version',
      path: '/spdxVersion',
      message: {
        fr: `Version SPDX « ${shown} » non lue : exportez en SPDX 2.2, 2.3 ou 3.0 (JSON).`,
        en: `SPDX version “${shown}” is not read: export as SPDX 2.2, 2.3 or 3.0 (JSON).`,
      },
    });
  }
  for (const [at, value] of listOf(document['packages']).entries()) {
    if (collector.isFull()) return;
    const path = `/packages/${at}`;
    const one = objectOf(value);
    if (one === null) collector.refuse({ code: 'inventory.not-object', path, message: notObject });
    else take(collector, packageOf(one), { path }, systems);
  }
}

function packageOf(one: JsonObject): SpdxPackage {
  const refs = listOf(one['externalRefs'])
    .slice(0, 200)
    .map((ref) => objectOf(ref) ?? {});
  const refOf = (...types: readonly string[]): string => {
    const found = types.map((type) => refs.find((ref) => textOf(ref, 'referenceType').endsWith(type)));
    const [first] = found.filter((ref) => ref !== undefined);
    return first === undefined ? '' : textOf(first, 'referenceLocator');
  };
  return {
    name: textOf(one, 'name'),
    version: absent(textOf(one, 'versionInfo')),
    vendor: organisation(textOf(one, 'supplier')) || organisation(textOf(one, 'originator')),
    purpose: textOf(one, 'primaryPackagePurpose').toUpperCase(),
    purl: refOf('purl'),
    cpe: refOf('cpe23Type', 'cpe22Type'),
    sourceInfo: textOf(one, 'sourceInfo'),
  };
}

function readGraph(collector: SoftwareCollector, document: JsonObject, systems: string[]): void {
  for (const [at, value] of listOf(document['@graph']).entries()) {
    if (collector.isFull()) return;
    const one = objectOf(value);
    if (one === null || !/(?:^|[/_])software_?Package$/i.test(textOf(one, 'type') || textOf(one, '@type')))
      continue;
    const identifiers = listOf(one['externalIdentifier']).map((each) => objectOf(each) ?? {});
    const identifier = (type: string): string => {
      const found = identifiers.find((each) => textOf(each, 'externalIdentifierType') === type);
      return found === undefined ? '' : textOf(found, 'identifier');
    };
    const read = {
      name: textOf(one, 'name'),
      version: textOf(one, 'software_packageVersion'),
      vendor: '',
      purpose: textOf(one, 'software_primaryPurpose').toUpperCase(),
      purl: textOf(one, 'software_packageUrl') || identifier('packageUrl') || identifier('purl'),
      cpe: identifier('cpe23') || identifier('cpe22'),
      sourceInfo: textOf(one, 'software_sourceInfo'),
    };
    take(collector, read, { path: `/@graph/${at}` }, systems);
  }
}

function take(collector: SoftwareCollector, one: SpdxPackage, place: Place, systems: string[]): void {
  const { name, version, vendor, purpose, purl, cpe } = one;
  const isNamed = purl !== '' || cpe !== '';
  if (purpose.replace(/[_ ]/, '-').startsWith('OPERATING')) {
    const distribution = distributionOfSystem(name, version);
    if (distribution !== '') {
      systems.push(distribution);
      return collector.add(software({ ecosystem: 'system', name, version, distribution }), place);
    }
  }
  if (!isNamed && (purpose === 'CONTAINER' || purpose === 'FILE' || version === '')) return;
  const isSystem = purpose === 'FIRMWARE' || purpose.startsWith('OPERATING');
  const { value, problems } = nameSoftware({ purl, cpe, name, version, vendor, isSystem });
  for (const problem of problems) collector.refuse({ ...problem, ...place });
  const [, sourceName, sourceVersion] =
    /built package from: (\S+) (\S+)/.exec(one.sourceInfo.slice(0, 500)) ?? [];
  const isPackage = /^(?:deb|rpm|apk)$/.test(value.ecosystem);
  const source =
    isPackage && sourceName !== undefined && sourceVersion !== undefined ? { sourceName, sourceVersion } : {};
  collector.add({ ...value, ...source }, place);
}

function absent(text: string): string {
  return text === 'NOASSERTION' || text === 'NONE' ? '' : text;
}

/** `Organization: Fortinet (psirt@example)` → `Fortinet`; a person is no vendor. */
function organisation(text: string): string {
  const [, name = ''] = /^Organi[sz]ation:\s*([^(]+)/i.exec(text.slice(0, 300)) ?? [];
  return name.trim();
}

const notObject = {
  fr: 'Ce paquet n’est pas un objet JSON : il est laissé de côté.',
  en: 'This package is not a JSON object: it is left aside.',
};
