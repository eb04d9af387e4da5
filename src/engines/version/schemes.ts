import { apkKey } from './apk-key.ts';
import { composerKey } from './composer-key.ts';
import { debKey } from './deb-key.ts';
import { fuzzyKey } from './fuzzy-key.ts';
import { gemKey } from './gem-key.ts';
import { genericKey } from './generic-key.ts';
import { gentooKey } from './gentoo-key.ts';
import { junosKey } from './junos-key.ts';
import { jvmKey } from './jvm-key.ts';
import { mavenKey } from './maven-key.ts';
import { opensslKey } from './openssl-key.ts';
import { pacmanKey } from './pacman-key.ts';
import { pep440Key } from './pep440-key.ts';
import { rpmKey, rpmSegmentsKey } from './rpm-key.ts';
import { bitnamiKey, nugetKey, semverKey } from './semver-key.ts';
import type { SortKey } from './sort-key.ts';
import { arubaosKey, ciscoKey, fortiosKey, panosKey, windowsKey } from './vendor-keys.ts';

/** How each scheme orders its versions. */
export const schemeKeys = {
  deb: debKey,
  rpm: rpmKey,
  rpmvercmp: rpmSegmentsKey,
  apk: apkKey,
  gentoo: gentooKey,
  pacman: pacmanKey,
  semver: semverKey,
  npm: semverKey,
  cargo: semverKey,
  hex: semverKey,
  golang: semverKey,
  nginx: semverKey,
  bitnami: bitnamiKey,
  composer: composerKey,
  nuget: nugetKey,
  pep440: pep440Key,
  maven: mavenKey,
  gem: gemKey,
  jvm: jvmKey,
  openssl: opensslKey,
  fuzzy: fuzzyKey,
  generic: genericKey,
  /** Microsoft update numbers: named one by one, never in ranges. */
  kb: genericKey,
  junos: junosKey,
  panos: panosKey,
  fortios: fortiosKey,
  arubaos: arubaosKey,
  windows: windowsKey,
  ios: ciscoKey,
  'ios-xe': ciscoKey,
  'nx-os': ciscoKey,
  asa: ciscoKey,
} as const satisfies Readonly<Record<string, (version: string) => SortKey>>;

export type Scheme = keyof typeof schemeKeys;

const aliases: Readonly<Record<string, Scheme>> = {
  debian: 'deb',
  dpkg: 'deb',
  ubuntu: 'deb',
  redhat: 'rpm',
  alpine: 'apk',
  portage: 'gentoo',
  ebuild: 'gentoo',
  alpm: 'pacman',
  arch: 'pacman',
  semantic: 'semver',
  github: 'semver',
  apache: 'semver',
  mozilla: 'semver',
  mattermost: 'semver',
  crates: 'cargo',
  'crates.io': 'cargo',
  packagist: 'composer',
  go: 'golang',
  pypi: 'pep440',
  python: 'pep440',
  rubygems: 'gem',
  java: 'maven',
  jdk: 'jvm',
  openjdk: 'jvm',
  unknown: 'fuzzy',
  custom: 'generic',
  'pan-os': 'panos',
  'cisco-ios': 'ios',
  iosxe: 'ios-xe',
  nxos: 'nx-os',
};

/** The scheme of a name, an alias or a purl type, or null. Case is ignored. */
export function schemeNamed(name: string): Scheme | null {
  const lower = name.trim().toLowerCase();
  if (Object.hasOwn(schemeKeys, lower)) return lower as Scheme;
  return Object.hasOwn(aliases, lower) ? (aliases[lower] ?? null) : null;
}

export function schemeNames(): readonly string[] {
  return Object.keys(schemeKeys);
}
