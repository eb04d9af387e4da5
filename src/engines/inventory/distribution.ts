import type { Software } from './software.ts';

/** Releases by their code names, as lists, purls and repositories write them. */
const codenames: Readonly<Record<string, string>> = {
  jessie: 'debian-8',
  stretch: 'debian-9',
  buster: 'debian-10',
  bullseye: 'debian-11',
  bookworm: 'debian-12',
  trixie: 'debian-13',
  forky: 'debian-14',
  sid: 'debian-sid',
  trusty: 'ubuntu-14.04',
  xenial: 'ubuntu-16.04',
  bionic: 'ubuntu-18.04',
  focal: 'ubuntu-20.04',
  jammy: 'ubuntu-22.04',
  noble: 'ubuntu-24.04',
  resolute: 'ubuntu-26.04',
};

/** Distributions whose advisories speak of whole major releases; those of the others name two numbers. */
const byMajor: ReadonlySet<string> = new Set(
  'debian raspbian rhel centos rocky almalinux ol amzn fedora'.split(' '),
);

/** Distributions that have no releases. */
const rolling: ReadonlySet<string> = new Set(['wolfi', 'chainguard', 'arch']);

/** Names that tools give to distributions → ID of os-release. */
const ids: Readonly<Record<string, string>> = {
  redhat: 'rhel',
  'red-hat': 'rhel',
  'red-hat-enterprise': 'rhel',
  'red-hat-enterprise-linux': 'rhel',
  rockylinux: 'rocky',
  alma: 'almalinux',
  oraclelinux: 'ol',
  oracle: 'ol',
  amazon: 'amzn',
  amazonlinux: 'amzn',
  suse: 'sles',
  opensuse: 'opensuse-leap',
};

const managers: Readonly<Record<string, 'deb' | 'rpm' | 'apk'>> = {
  debian: 'deb',
  raspbian: 'deb',
  ubuntu: 'deb',
  devuan: 'deb',
  kali: 'deb',
  alpine: 'apk',
  wolfi: 'apk',
  chainguard: 'apk',
  rhel: 'rpm',
  centos: 'rpm',
  rocky: 'rpm',
  almalinux: 'rpm',
  ol: 'rpm',
  fedora: 'rpm',
  amzn: 'rpm',
  sles: 'rpm',
  'opensuse-leap': 'rpm',
  openeuler: 'rpm',
  mageia: 'rpm',
  photon: 'rpm',
  mariner: 'rpm',
  azurelinux: 'rpm',
};

/**
 * `debian-12`, `alpine-3.20`, `rhel-9` from ID and VERSION_ID of os-release(5), as advisories name releases; by the
 * codename when no version is given. Empty when no release is told: versions of packages differ from one to the next.
 */
export function distributionOf(id: string, versionId: string, codename = ''): string {
  const plain = hyphened(id);
  const known = Object.hasOwn(ids, plain) ? (ids[plain] ?? plain) : plain;
  if (rolling.has(known)) return known;
  const version = versionId.trim().toLowerCase();
  if (!/^\d/.test(version)) return ofCodename(version || codename.trim().toLowerCase());
  if (known === '') return '';
  const parts = version.split('.').slice(0, byMajor.has(known) ? 1 : 2);
  return `${known}-${parts.join('.')}`;
}

/**
 * The distribution as people and tools write it: `debian-12.5`, `Debian GNU/Linux 12`, `bookworm`, `debian-bookworm`,
 * `alpine-v3.20.1`. Empty when no release is told.
 */
export function readDistribution(text: string): string {
  let distribution = known.get(text);
  if (distribution !== undefined) return distribution;
  distribution = readAnew(hyphened(text.slice(0, 80)));
  // All packages of a host say the same.
  if (known.size >= maxKnown) known.clear();
  if (text.length <= 80) known.set(text, distribution);
  return distribution;
}

const known = new Map<string, string>();
const maxKnown = 200;

function readAnew(plain: string): string {
  const named = ofCodename(plain.slice(plain.lastIndexOf('-') + 1));
  if (named !== '') return named;
  const [, id = plain, version = ''] =
    /^([a-z][a-z0-9.-]*?)(?:-gnu)?-?(?:v|leap-|linux-)?(\d+(?:\.\d+)*)$/.exec(plain) ?? [];
  return distributionOf(id, version);
}

function ofCodename(name: string): string {
  return Object.hasOwn(codenames, name) ? (codenames[name] ?? '') : '';
}

function hyphened(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_:/-]+/g, '-');
}

/** The package manager of a distribution, told with its release or without; null when it is not known. */
export function managerOf(distribution: string): 'deb' | 'rpm' | 'apk' | null {
  const id = distribution.replace(/-[\d.]+$|-sid$/, '');
  return Object.hasOwn(managers, id) ? (managers[id] ?? null) : null;
}

/** Releases of Ubuntu by the version of their `base-files`. */
const ubuntuBases: Readonly<Record<string, string>> = {
  '10': 'ubuntu-18.04',
  '11': 'ubuntu-20.04',
  '12': 'ubuntu-22.04',
  '13': 'ubuntu-24.04',
};

/** The package that bears the version of its distribution, and what it names. */
const releasePackages: Readonly<Record<string, string>> = {
  'redhat-release': 'rhel',
  'centos-release': 'centos',
  'centos-stream-release': 'centos',
  'rocky-release': 'rocky',
  'almalinux-release': 'almalinux',
  'oraclelinux-release': 'ol',
  'fedora-release-common': 'fedora',
  'system-release': 'amzn',
  'alpine-release': 'alpine',
  'alpine-base': 'alpine',
};

/** The distribution that a whole list of packages bears witness of, by the package that holds its release; else empty. */
export function distributionOfPackages(
  packages: readonly Pick<Software, 'ecosystem' | 'name' | 'version'>[],
): string {
  for (const { name, version } of packages) {
    const [major = ''] = /^\d+/.exec(version) ?? [];
    if (name === 'base-files' && major !== '')
      return version.includes('ubuntu') ? (ubuntuBases[major] ?? '') : `debian-${major}`;
    const id = Object.hasOwn(releasePackages, name) ? releasePackages[name] : undefined;
    if (id !== undefined && major !== '') return distributionOf(id, version.replace(/[-_].*$/, ''));
  }
  return '';
}

/** The distribution that a system's name and version tell, empty for a system that is none we know of (Windows, FortiOS). */
export function distributionOfSystem(name: string, version: string, codename = ''): string {
  const distribution = distributionOf(name, version, codename);
  if (managerOf(distribution) !== null) return distribution;
  const read = readDistribution(`${name} ${version}`);
  return managerOf(read) === null ? '' : read;
}
