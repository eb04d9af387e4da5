import { createCpe, quotedValue } from '#engines/cpe/cpe.ts';
import { formatCpe } from '#engines/cpe/format-cpe.ts';
import { softwareFromPurl } from '#engines/inventory/software-from-purl.ts';
import { software } from '#engines/inventory/software.ts';
import type { Software } from '#engines/inventory/software.ts';
import data from './data/software.json' with { type: 'json' };
import { NETWORK } from './estate-equipment.ts';
import type { DemoEstate } from './estate-types.ts';

/** Source that tells the software of the whole demonstration. */
export const SOFTWARE = 'demo:software';

interface Named {
  readonly vendor?: string;
  readonly name?: string;
  readonly version?: string;
  /** `part:vendor:product`, or a whole CPE name. */
  readonly cpe?: string;
  /** With `{version}` where the version stands. */
  readonly purl?: string;
  readonly qualifiers?: Readonly<Record<string, string>>;
  readonly path?: string;
}

type Package = readonly string[];

const systems: Readonly<Record<string, Named>> = data.systems;
const products: Readonly<Record<string, Named>> = data.products;
const more: Readonly<Record<string, readonly Named[]>> = data.more;
const packages: Readonly<Record<string, readonly Package[]>> = data.packages;
const lateVersions: Readonly<Record<string, string>> = data.late.versions;
const roles: Readonly<Record<string, readonly string[]>> = data.groups.roles;
const ofApplication: Readonly<Record<string, readonly string[]>> = data.groups.software;
const ofMachine: Readonly<Record<string, readonly string[]>> = data.groups.machines;
const lateBuilds: Readonly<Record<string, string>> = data.windows.late;

const allArchitectures: ReadonlySet<string> = new Set(data.all);

const debian = 'debian-12';

/** What a machine or a device is, and runs: its attributes, those that the network answers before the inventory's. */
interface Facts {
  readonly key: string;
  readonly type: string;
  readonly os: string;
  readonly osVersion: string;
  readonly software: string;
  readonly softwareVersion: string;
  readonly role: string;
}

/** The software of each asset of the estate that has some, by its key. Every call gives the same. */
export function demoSoftware(estate: DemoEstate): ReadonlyMap<string, readonly Software[]> {
  const facts = factsOf(estate);
  const applications = new Map([...facts.values()].map((one) => [one.key, one.software]));
  const all = new Map<string, readonly Software[]>();
  for (const one of facts.values()) {
    const list = [...systemOf(one), ...packagesOf(one, applications), ...productsOf(one)];
    if (list.length > 0) all.set(one.key, list);
  }
  return all;
}

function factsOf(estate: DemoEstate): ReadonlyMap<string, Facts> {
  const known = new Map<string, Facts>();
  const text = (value: unknown, before = ''): string => (typeof value === 'string' ? value : before);
  for (const { bucket, assets } of estate.buckets) {
    for (const { key: given, type, attributes } of assets) {
      const key = bucket === NETWORK ? given.replace(/^snmp\//, '') : given;
      const before = known.get(key);
      if (before === undefined ? estate.homes[key] !== bucket : bucket !== NETWORK) continue;
      known.set(key, {
        key,
        type,
        os: text(attributes['os'], before?.os),
        osVersion: text(attributes['os_version'], before?.osVersion),
        software: text(attributes['software'], before?.software),
        softwareVersion: text(attributes['software_version'], before?.softwareVersion),
        role: text(attributes['role'], before?.role),
      });
    }
  }
  return known;
}

function systemOf({ key, os, osVersion }: Facts): Software[] {
  if (os === 'Debian')
    return [
      software({ ecosystem: 'system', distribution: debian, name: 'Debian GNU/Linux', version: osVersion }),
    ];
  if (os === 'Oracle Linux')
    return [
      software({
        ecosystem: 'system',
        distribution: 'ol-8',
        name: 'Oracle Linux Server',
        version: osVersion,
      }),
    ];
  if (os === 'Windows Server' || os === 'Windows 11') {
    const { name, cpe, build } = data.windows[os];
    const version = lateBuilds[key] ?? build;
    return [software({ ecosystem: 'system', vendor: 'Microsoft', name, version, cpe: cpeOf(cpe, version) })];
  }
  const named = Object.hasOwn(systems, os) ? systems[os] : undefined;
  return named === undefined ? [] : [softwareOf(named, osVersion, 'system')];
}

function packagesOf({ key, os, role }: Facts, applications: ReadonlyMap<string, string>): Software[] {
  if (os !== 'Debian') return [];
  const application = applications.get(key.replace(/-(?:web|app|db)-\d+$/, '')) ?? '';
  const groups = new Set([
    'base',
    ...(roles[role] ?? []),
    ...(role === 'app' ? (ofApplication[application] ?? []) : []),
    ...(ofMachine[key] ?? []),
  ]);
  const late = data.late.machines.includes(key);
  return [...groups].flatMap((group) => (packages[group] ?? []).map((one) => packageOf(one, late)));
}

function packageOf([name = '', current = '', source, sourceVersion]: Package, late: boolean): Software {
  const older = late ? lateVersions[name] : undefined;
  const version = older ?? current;
  return software({
    ecosystem: 'deb',
    distribution: debian,
    name,
    version,
    architecture: allArchitectures.has(name) ? 'all' : 'amd64',
    sourceName: source ?? name,
    sourceVersion: older ?? sourceVersion ?? version,
  });
}

function productsOf({ key, software: name, softwareVersion }: Facts): Software[] {
  const own = Object.hasOwn(products, name) ? products[name] : undefined;
  return [
    ...(own === undefined ? [] : [softwareOf(own, softwareVersion, 'product')]),
    ...(more[key] ?? []).map((one) => softwareOf(one, one.version ?? '', 'product')),
  ];
}

function softwareOf(named: Named, version: string, ecosystem: string): Software {
  const read = named.purl === undefined ? null : softwareFromPurl(named.purl.replace('{version}', version));
  if (read !== null && read.value !== null && named.name === undefined) return read.value;
  const cpe = named.cpe ?? '';
  return software({
    ecosystem,
    vendor: named.vendor ?? '',
    name: named.name ?? '',
    version,
    cpe: cpe === '' || cpe.startsWith('cpe:') ? cpe : cpeOf(cpe, version),
    purl: named.purl?.replace('{version}', version) ?? '',
    qualifiers: named.qualifiers ?? {},
    path: named.path ?? '',
  });
}

function cpeOf(name: string, version: string): string {
  const [part = '*', vendor = '', product = ''] = name.split(':');
  const quoted = {
    vendor: quotedValue(vendor),
    product: quotedValue(product),
    version: quotedValue(version),
  };
  return formatCpe(createCpe({ part, ...quoted }));
}
