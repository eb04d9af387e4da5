import { trust } from '#engines/advisory/advisory.ts';
import type { SoftwareName } from '#engines/advisory/advisory.ts';
import type { Scheme } from '#engines/version/schemes.ts';

/** What an ecosystem of OSV is here. */
export interface Ecosystem {
  /** Empty when the ecosystem names no release, and its packages need one. */
  readonly namespace: string;
  readonly scheme: Scheme;
  /** One of `trust`: a distribution speaks of its own packages. */
  readonly trust: number;
}

const languages: Readonly<Record<string, readonly [type: string, scheme: Scheme]>> = {
  npm: ['npm', 'npm'],
  pypi: ['pypi', 'pep440'],
  maven: ['maven', 'maven'],
  go: ['golang', 'golang'],
  'crates.io': ['cargo', 'cargo'],
  rubygems: ['gem', 'gem'],
  packagist: ['composer', 'composer'],
  nuget: ['nuget', 'nuget'],
  hex: ['hex', 'hex'],
  pub: ['pub', 'semver'],
  hackage: ['hackage', 'generic'],
  cran: ['cran', 'generic'],
  bioconductor: ['bioconductor', 'generic'],
  conancenter: ['conan', 'generic'],
  swifturl: ['swift', 'semver'],
  'github actions': ['githubactions', 'semver'],
  opam: ['opam', 'generic'],
  julia: ['julia', 'semver'],
  bitnami: ['bitnami', 'bitnami'],
};

/** ID of os-release, by the name OSV gives to a distribution. */
const distributions: Readonly<Record<string, readonly [kind: 'deb' | 'rpm' | 'apk', id: string]>> = {
  debian: ['deb', 'debian'],
  ubuntu: ['deb', 'ubuntu'],
  alpine: ['apk', 'alpine'],
  wolfi: ['apk', 'wolfi'],
  chainguard: ['apk', 'chainguard'],
  almalinux: ['rpm', 'almalinux'],
  'rocky linux': ['rpm', 'rocky'],
  'red hat': ['rpm', 'rhel'],
  suse: ['rpm', 'sles'],
  opensuse: ['rpm', 'opensuse-leap'],
  mageia: ['rpm', 'mageia'],
  openeuler: ['rpm', 'openeuler'],
  'photon os': ['rpm', 'photon'],
  'azure linux': ['rpm', 'azurelinux'],
};

/** Reads the `ecosystem` of an OSV package (OSV schema, “Defined ecosystems”); null when it is none that is known. */
export function ecosystemOf(text: string): Ecosystem | null {
  const [head = '', ...rest] = text.trim().split(':');
  const name = head.toLowerCase();
  if (Object.hasOwn(languages, name)) {
    const [type, scheme] = languages[name] ?? ['', 'generic'];
    return { namespace: type, scheme, trust: trust.ecosystem };
  }
  if (!Object.hasOwn(distributions, name)) return null;
  const [kind, id] = distributions[name] ?? ['deb', ''];
  const isRolling = id === 'wolfi' || id === 'chainguard';
  const release = releaseOf(id, rest.join(':'));
  const namespace = isRolling ? `${kind}:${id}` : release === '' ? '' : `${kind}:${id}-${release}`;
  return { namespace, scheme: kind, trust: trust.vendor };
}

/** The ecosystem that a purl type names (`gem` is RubyGems, `golang` is Go); null when it is none that is known. */
export function ecosystemOfPurl(type: string): Ecosystem | null {
  const language = Object.values(languages).find(([own]) => own === type);
  return language === undefined ? null : { namespace: type, scheme: language[1], trust: trust.ecosystem };
}

/** VERSION_ID of os-release: `12`, `22.04` of `Ubuntu:22.04:LTS`, `3.20` of `v3.20`, `9` of `enterprise_linux:9::appstream`. */
function releaseOf(id: string, text: string): string {
  // Extended support streams (rhel_eus:9.2) have fixes of their own: they say nothing of the release as a whole.
  if (id === 'rhel') return /^enterprise_linux:(\d+)/.exec(text)?.[1] ?? '';
  if (id === 'ubuntu') return /(?:^|:)(\d\d\.\d\d)(?::|$)/.exec(text)?.[1] ?? '';
  if (id === 'sles') return suseRelease(text);
  return /^(?:leap |v)?(\d+(?:\.\d+)*)/i.exec(text)?.[1] ?? '';
}

/** `Linux Enterprise Server 15 SP4` and `Linux Enterprise Module for Basesystem 15 SP4` are 15.4. */
function suseRelease(text: string): string {
  const match = /\b(\d\d)(?:[ -]SP(\d+)|\.(\d+))?\b/i.exec(text);
  if (match === null) return '';
  const pack = match[2] ?? match[3];
  return pack === undefined ? (match[1] ?? '') : `${match[1]}.${pack}`;
}

/** How the name of a package is written in its namespace: case and hyphens folded where the ecosystem folds them. */
export function packageName(namespace: string, name: string): SoftwareName {
  const plain = name.trim();
  if (namespace === 'pypi') return { namespace, name: plain.toLowerCase().replaceAll(/[-_.]+/g, '-') };
  return { namespace, name: caseless.includes(namespace) ? plain.toLowerCase() : plain };
}

const caseless: readonly string[] = ['npm', 'composer', 'bitnami', 'hex', 'golang', 'nuget'];
