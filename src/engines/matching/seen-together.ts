import type { RuleCondition, RuleConditionMember } from '#engines/advisory/advisory.ts';
import type { Software } from '#engines/inventory/software.ts';
import { schemeOfProduct } from '#engines/version/scheme-of-product.ts';
import { componentKey } from './component-key.ts';
import type { ComponentName } from './component-name.ts';

/** What stands together on one asset, and on what it runs on: by product name, the versions seen. */
export interface SeenTogether {
  readonly versions: ReadonlyMap<string, readonly string[]>;
  /** `windows`, `linux`, `macos`, …; empty when nothing tells. */
  readonly platforms: ReadonlySet<string>;
}

/** Gathers what conditions can be held against: products by their names, and the systems that packages imply. */
export function seenTogether(
  software: readonly Software[],
  names: readonly (readonly ComponentName[])[],
): SeenTogether {
  const versions = new Map<string, Set<string>>();
  const platforms = new Set<string>();
  const see = (name: string, version: string): void => {
    const known = versions.get(name);
    if (known === undefined) versions.set(name, new Set([version]));
    else known.add(version);
  };
  for (const [at, { ecosystem, distribution, name, version }] of software.entries()) {
    if (ecosystem === 'deb' || ecosystem === 'rpm' || ecosystem === 'apk') {
      if (!platforms.has('linux')) see('linux:linux_kernel', '');
      platforms.add('linux');
      const product = systemOf(distribution);
      if (product !== null) see(product.name, product.version);
      if (/^(?:linux-image-|kernel(?:-core)?$|linux-(?:lts|virt)$)/.test(name))
        see('linux:linux_kernel', version);
      continue;
    }
    for (const own of names[at] ?? [])
      if (own.namespace === 'product') {
        see(own.name, own.version);
        if (own.part === 'o') for (const platform of platformOf(own.name)) platforms.add(platform);
      }
  }
  if (platforms.has('windows')) see('microsoft:windows', '');
  return { versions: new Map([...versions].map(([name, all]) => [name, [...all]])), platforms };
}

const systems: Readonly<Record<string, string>> = {
  debian: 'debian:debian_linux',
  ubuntu: 'canonical:ubuntu_linux',
  rhel: 'redhat:enterprise_linux',
  alpine: 'alpinelinux:alpine_linux',
  fedora: 'fedoraproject:fedora',
  centos: 'centos:centos',
};

function systemOf(distribution: string): { name: string; version: string } | null {
  const [, id = '', version = ''] = /^(.*)-([^-]+)$/.exec(distribution) ?? [];
  const name = Object.hasOwn(systems, id) ? systems[id] : undefined;
  return name === undefined ? null : { name, version };
}

function platformOf(name: string): readonly string[] {
  if (name.startsWith('microsoft:windows')) return ['windows'];
  if (/^apple:mac_?os/.test(name)) return ['macos'];
  if (name.startsWith('apple:i')) return ['iphone_os'];
  if (name === 'google:android') return ['android'];
  return /^linux:|^debian:debian_linux|^canonical:ubuntu|^redhat:enterprise_linux/.test(name)
    ? ['linux']
    : [];
}

const platformWords: Readonly<Record<string, string>> = {
  windows: 'windows',
  linux: 'linux',
  linux_kernel: 'linux',
  macos: 'macos',
  mac_os: 'macos',
  mac_os_x: 'macos',
  android: 'android',
  iphone_os: 'iphone_os',
  ios: 'iphone_os',
  ipados: 'iphone_os',
};

/** Whether the asset runs one of the platforms that rules speak of; null when what it runs does not tell. */
export function runsOn(targets: readonly string[], { platforms }: SeenTogether): boolean | null {
  const asked = targets.map((target) =>
    Object.hasOwn(platformWords, target) ? platformWords[target] : null,
  );
  if (asked.some((platform) => platform != null && platforms.has(platform))) return true;
  return platforms.size === 0 || asked.some((platform) => platform == null) ? null : false;
}

/**
 * Whether all groups of a condition are seen. Not seen is not absent: inventories are never whole. A product that is the
 * firmware of the very hardware in question runs on it.
 */
export function isMet({ groups }: RuleCondition, product: string, seen: SeenTogether): boolean {
  return groups.every((group) =>
    group.some((member) => `${member.name}_firmware` === product || isSeen(member, seen)),
  );
}

function isSeen({ name, low, high }: RuleConditionMember, { versions }: SeenTogether): boolean {
  const seen = versions.get(name);
  if (seen === undefined) return false;
  if (low === null && high === null) return true;
  const [vendor = '', product = ''] = name.split(':');
  const scheme = schemeOfProduct({ vendor, product, samples: [] });
  return seen.some((version) => {
    const key = componentKey(scheme, version);
    if (key === null) return false;
    const isAbove = low === null || key > low.key || (low.inclusive && key === low.key);
    return isAbove && (high === null || key < high.key || (high.inclusive && key === high.key));
  });
}
