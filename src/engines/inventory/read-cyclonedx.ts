import type { JsonValue } from '#engines/json-value.ts';
import type { Result } from '#engines/result.ts';
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

/** Parts of a product that no advisory names: files, data, models, keys. */
const passedOver = new Set(['file', 'data', 'machine-learning-model', 'cryptographic-asset']);
const maxDepth = 200;

/**
 * Components of a CycloneDX BOM, JSON 1.2 to 1.7 (ECMA-424): nested ones, what the BOM is about, and the properties in
 * which Syft and Trivy tell source packages and places.
 */
export function readCyclonedx(root: JsonValue, hint: InventoryHint): Result<readonly Software[]> {
  const bom = objectOf(root) ?? {};
  const collector = createSoftwareCollector();
  const version = textOf(bom, 'specVersion');
  if (!/^1\.([2-9]|\d\d)$/.test(version)) {
    const shown = version.slice(0, 20);
    collector.refuse({
      code: 'inventory.cyclonedx-version',
      path: '/specVersion',
      message: {
        fr: `Version CycloneDX « ${shown} » non lue : exportez en 1.2 à 1.7.`,
        en: `CycloneDX version “${shown}” is not read: export as 1.2 to 1.7.`,
      },
    });
    return collector.result();
  }
  const systems: string[] = [];
  const subject = objectOf(objectOf(bom['metadata'])?.['component'] ?? null);
  if (subject !== null) readComponent(collector, subject, '/metadata/component', systems, true);
  walk(collector, listOf(bom['components']), '/components', systems, 1);
  return completePackages(collector.result(), {
    ...hint,
    ...(systems[0] ? { distribution: systems[0] } : {}),
  });
}

function walk(
  collector: SoftwareCollector,
  components: readonly JsonValue[],
  pointer: string,
  systems: string[],
  depth: number,
): void {
  for (const [at, value] of components.entries()) {
    if (collector.isFull()) return;
    const place = `${pointer}/${at}`;
    const component = objectOf(value);
    if (component === null) {
      collector.refuse({ code: 'inventory.not-object', path: place, message: notObject });
      continue;
    }
    readComponent(collector, component, place, systems, false);
    const inner = listOf(component['components']);
    if (inner.length === 0) continue;
    if (depth < maxDepth) walk(collector, inner, `${place}/components`, systems, depth + 1);
    else collector.refuse({ code: 'inventory.too-deep', path: place, message: tooDeep });
  }
}

function readComponent(
  collector: SoftwareCollector,
  component: JsonObject,
  path: string,
  systems: string[],
  isSubject: boolean,
): void {
  const type = textOf(component, 'type');
  const [purl, cpe, name, version] = ['purl', 'cpe', 'name', 'version'].map((key) => textOf(component, key));
  const isNamed = Boolean(purl) || Boolean(cpe);
  if (!isNamed && passedOver.has(type)) return;
  // An image or a folder that was scanned is what the list is about, not software on it.
  if (isSubject && !isNamed && (type === 'container' || type === 'device' || !version)) return;
  const properties = propertiesOf(component);
  if (type === 'operating-system') {
    const distribution = distributionOfSystem(
      name ?? '',
      version ?? '',
      properties.get('syft:distro:versioncodename'),
    );
    if (distribution !== '') {
      systems.push(distribution);
      const system = { ecosystem: 'system', name: name ?? '', version: version ?? '', distribution };
      return collector.add(software(system), { path });
    }
  }
  const { value, problems } = nameSoftware({
    purl: purl ?? '',
    cpe: cpe ?? '',
    name: name ?? '',
    version: version ?? '',
    vendor: vendorOf(component),
    isSystem: type === 'firmware' || type === 'operating-system',
  });
  for (const problem of problems) collector.refuse({ ...problem, path });
  collector.add(
    { ...value, ...fromProperties(value, properties), path: placeOf(component, properties) },
    { path },
  );
}

function vendorOf(component: JsonObject): string {
  for (const key of ['supplier', 'manufacturer']) {
    const name = textOf(objectOf(component[key] ?? null) ?? {}, 'name');
    if (name !== '') return name;
  }
  return textOf(component, 'publisher') || textOf(component, 'group');
}

function propertiesOf(component: JsonObject): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  for (const value of listOf(component['properties']).slice(0, 500)) {
    const property = objectOf(value) ?? {};
    const name = textOf(property, 'name').toLowerCase();
    if (name !== '' && !properties.has(name)) properties.set(name, textOf(property, 'value'));
  }
  return properties;
}

function fromProperties(one: Software, properties: ReadonlyMap<string, string>): Partial<Software> {
  if (one.ecosystem !== 'deb' && one.ecosystem !== 'rpm' && one.ecosystem !== 'apk') return {};
  const trivy = (name: string): string => properties.get(`aquasecurity:trivy:${name}`) ?? '';
  const sourceName = trivy('srcname') || (properties.get('syft:metadata:source') ?? '');
  const release = trivy('srcrelease');
  const epoch = trivy('srcepoch');
  const trivyVersion = trivy('srcversion');
  const sourceVersion =
    trivyVersion === ''
      ? (properties.get('syft:metadata:sourceversion') ?? '')
      : `${epoch === '' || epoch === '0' ? '' : `${epoch}:`}${trivyVersion}${release === '' ? '' : `-${release}`}`;
  const module = properties.get('syft:metadata:modularitylabel') || trivy('modularitylabel');
  return {
    ...(sourceName === '' ? {} : { sourceName, sourceVersion: sourceVersion || one.version }),
    ...(module === ''
      ? {}
      : { qualifiers: { ...one.qualifiers, module: module.split(':').slice(0, 2).join(':') } }),
  };
}

function placeOf(component: JsonObject, properties: ReadonlyMap<string, string>): string {
  const told = properties.get('syft:location:0:path') ?? properties.get('aquasecurity:trivy:filepath');
  if (told !== undefined) return told;
  const [first] = listOf(objectOf(component['evidence'] ?? null)?.['occurrences']);
  return textOf(objectOf(first ?? null) ?? {}, 'location');
}

const notObject = {
  fr: 'Ce composant n’est pas un objet JSON : il est laissé de côté.',
  en: 'This component is not a JSON object: it is left aside.',
};
const tooDeep = {
  fr: `Composants imbriqués sur plus de ${maxDepth} niveaux : ceux du dessous ne sont pas lus.`,
  en: `Components nested more than ${maxDepth} levels deep: those below are not read.`,
};
