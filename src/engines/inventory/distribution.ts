import type { Software } from './software.ts';

/** Suites that lists name by their codename. */
const codenames: Readonly<Record<string, string>> = {
  stretch: 'debian-9',
  buster: 'debian-10',
  bullseye: 'debian-11',
  bookworm: 'debian-12',
  trixie: 'debian-13',
  forky: 'debian-14',
  sid: 'debian-sid',
  bionic: 'ubuntu-18.04',
  focal: 'ubuntu-20.04',
  jammy: 'ubuntu-22.04',
  noble: 'ubuntu-24.04',
};

/** How many components of VERSION_ID name the release that advisories are published for; all of them when not here. */
const depth: Readonly<Record<string, number>> = {
  debian: 1,
  raspbian: 1,
  rhel: 1,
  centos: 1,
  rocky: 1,
  almalinux: 1,
  ol: 1,
  fedora: 1,
  alpine: 2,
  ubuntu: 2,
};

/** Names that tools give to distributions → ID of os-release. */
const ids: Readonly<Record<string, string>> = {
  redhat: 'rhel',
  'opensuse leap': 'opensuse-leap',
  'red hat': 'rhel',
  'red hat enterprise': 'rhel',
  'red hat enterprise linux': 'rhel',
  rockylinux: 'rocky',
  alma: 'almalinux',
  oraclelinux: 'ol',
  oracle: 'ol',
  amazon: 'amzn',
  amazonlinux: 'amzn',
};

const managers: Readonly<Record<string, 'deb' | 'rpm' | 'apk'>> = {
  debian: 'deb',
  raspbian: 'deb',
  ubuntu: 'deb',
  devuan: 'deb',
  kali: 'deb',
  alpine: 'apk',
  wolfi: 'apk',
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
  mariner: 'rpm',
  azurelinux: 'rpm',
};

/** `debian-12`, `alpine-3.20`, `rhel-9` from ID and VERSION_ID of os-release(5); the codename when no version is given. */
export function distributionOf(id: string, versionId: string, codename = ''): string {
  const plain = id.trim().toLowerCase();
  const known = Object.hasOwn(ids, plain) ? (ids[plain] ?? plain) : plain;
  const version = versionId.trim().toLowerCase();
  if (known === '') return '';
  if (!/^\d/.test(version)) return codenames[version || codename.trim().toLowerCase()] ?? known;
  const parts = Object.hasOwn(depth, known) ? (depth[known] ?? 9) : 9;
  return `${known}-${version.split('.').slice(0, parts).join('.')}`;
}

/** The distribution as people and tools write it: `debian-12`, `Debian 12.4`, `bookworm`, `alpine-3.20.1`. */
export function readDistribution(text: string): string {
  const plain = text
    .slice(0, 80)
    .toLowerCase()
    .replaceAll(/[\s:/_-]+/g, ' ')
    .trim();
  if (Object.hasOwn(codenames, plain)) return codenames[plain] ?? '';
  const [, id = '', version = ''] = /^([a-z][a-z ]*?)(?: gnu)?(?: linux)? ?(\d[\w.]*)?$/.exec(plain) ?? [];
  return distributionOf(id, version);
}

/** The package manager of a distribution, null when it is not known. */
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
