import { schemeNamed } from './schemes.ts';
import type { Scheme } from './schemes.ts';

export interface ProductIdentity {
  readonly vendor: string;
  readonly product: string;
  /** `versionType` of a CVE record. */
  readonly versionType?: string;
  /** Where packages of that name come from (`collectionURL`). */
  readonly collection?: string;
  /** Versions of the product as the source writes them: a scheme they do not follow is not believed. */
  readonly samples: readonly string[];
}

const families: readonly (readonly [vendor: RegExp, product: RegExp, scheme: Scheme])[] = [
  [/juniper/, /junos/, 'junos'],
  [/palo ?alto/, /./, 'panos'],
  [/fortinet/, /^forti/, 'fortios'],
  [/aruba|\bhpe?\b|hewlett/, /aruba ?os|instant ?os/, 'arubaos'],
  [/cisco/, /ios[ -]?xe/, 'ios-xe'],
  [/cisco/, /ios[ -]?xr/, 'generic'],
  [/cisco/, /\bios\b/, 'ios'],
  [/cisco/, /nx[ -]?os/, 'nx-os'],
  [/cisco/, /adaptive security appliance|\basa\b/, 'asa'],
  [/microsoft/, /^windows/, 'windows'],
  [/openssl/, /^openssl$/, 'openssl'],
  [
    /oracle|openjdk|eclipse|azul|adoptium/,
    /^(?:java(?: se.*)?|jdk|jre|openjdk|graalvm.*|zulu|temurin)$/,
    'jvm',
  ],
];

const collections: readonly (readonly [place: RegExp, scheme: Scheme])[] = [
  [/npmjs|npm\.|yarnpkg/, 'npm'],
  [/pypi|python\.org/, 'pep440'],
  [/rubygems/, 'gem'],
  [/maven|repo1|sonatype/, 'maven'],
  [/packagist/, 'composer'],
  [/nuget/, 'nuget'],
  [/crates\.io/, 'cargo'],
  [/golang|pkg\.go\.dev/, 'golang'],
  [/hex\.pm/, 'hex'],
  [/debian\.org|ubuntu\.com/, 'deb'],
];

/**
 * What is believed of a declared scheme: every sample fits. Many versions called semver are not: after the hyphen of
 * `20.0.0-8438` or `9.1.0-h3` stands a build or a hotfix, no prerelease.
 */
const shapes: Partial<Record<Scheme, RegExp>> = {
  semver:
    /^[=vV]?\d+(?:\.\d+){0,3}(?:-(?:alpha|beta|rc|pre|dev|snapshot|next|canary|nightly|m\d)[0-9A-Za-z.-]*)?(?:\+[0-9A-Za-z.-]+)?$/i,
  pep440: /^v?\d/,
};

const debianLike = /^(?:\d+:)?\d[\w.+~-]*-[\w.+~]*(?:ubuntu|deb\d|build\d|\+esm)|^\d+:\d/;

/** The scheme that orders the versions of a product; `generic` when nothing says better. */
export function schemeOfProduct({
  vendor,
  product,
  versionType,
  collection,
  samples,
}: ProductIdentity): Scheme {
  const [who, what] = [spaced(vendor), spaced(product)];
  const family = families.find((one) => one[0].test(who) && one[1].test(what));
  if (family !== undefined) return family[2];
  if (/canonical|ubuntu|debian/.test(who) && samples.some((sample) => debianLike.test(sample))) return 'deb';
  const place = collection?.toLowerCase() ?? '';
  const known = collections.find(([where]) => where.test(place))?.[1];
  if (known !== undefined) return known;
  const declared = versionType === undefined ? null : schemeNamed(versionType);
  if (declared === null) return 'generic';
  const shape = shapes[declared];
  return shape === undefined || samples.every((sample) => shape.test(sample.trim())) ? declared : 'generic';
}

function spaced(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[_\s]+/g, ' ');
}

/** True for an abbreviated or whole commit name, which has no order. A plain number is a version. */
export function isCommit(text: string): boolean {
  return /^[0-9a-f]{7,64}$/i.test(text) && (/[a-f]/i.test(text) || text.length >= 20);
}
