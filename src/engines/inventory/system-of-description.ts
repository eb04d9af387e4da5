import { quotedValue } from '#engines/cpe/cpe.ts';
import { formatCpe } from '#engines/cpe/format-cpe.ts';
import { createCpe } from '#engines/cpe/cpe.ts';
import { readFacts } from '#engines/device/facts.ts';
import { identify } from '#engines/device/identify.ts';
import { createMibView } from '#engines/snmprec/mib-view.ts';
import definitions from './definitions/systems.json' with { type: 'json' };
import { software } from './software.ts';
import type { Software } from './software.ts';

/** What a definition file says of the system of one kind of equipment. */
interface SystemDefinition {
  /** Short names by which `#engines/device` knows it. */
  readonly os?: readonly string[];
  /** Regular expression that a description matches. */
  readonly when: string;
  /** As the vendor writes itself and its product in CVE records. */
  readonly vendor: string;
  readonly name: string;
  /** `part:vendor:product` of its CPE name; empty when a CPE could not be told for sure. */
  readonly cpe: string;
  /** The version is the groups of the first of these that matches, joined by `-`. */
  readonly version: readonly string[];
  readonly build?: string;
}

const systems = (definitions as readonly SystemDefinition[]).map((definition) => ({
  ...definition,
  when: new RegExp(definition.when, 'u'),
  version: definition.version.map((expression) => new RegExp(expression, 'u')),
  build: definition.build === undefined ? null : new RegExp(definition.build, 'u'),
}));
type System = (typeof systems)[number];

/** A sysDescr is at most 255 octets (RFC 3418 §2). */
const maxDescription = 2000;
const noValues = createMibView([]);

/**
 * The system that a description names (sysDescr, the first line of `show version`), with its version where the description
 * tells one. Null when it names none that is known.
 */
export function systemOfDescription(description: string): Software | null {
  const text = description.slice(0, maxDescription).replaceAll(/\s+/g, ' ').trim();
  if (text === '') return null;
  const kernel = /\bLinux\b.*\bDebian (\d[\w.+~]*-[\w.+~]+)/.exec(text);
  // The kernel of a distribution is a package of it: only the distribution can judge it.
  if (kernel !== null)
    return software({
      ecosystem: 'deb',
      name: 'linux',
      sourceName: 'linux',
      version: kernel[1] ?? '',
      sourceVersion: kernel[1] ?? '',
    });
  const identity = identify({ sysObjectId: null, sysDescr: text });
  const system =
    systems.find(({ when }) => when.test(text)) ??
    systems.find(({ os }) => identity.os !== null && os?.includes(identity.os));
  if (system !== undefined) return softwareOf(system, text);
  // A general-purpose system says nothing of what the equipment is sold as.
  if (
    identity.os === null ||
    identity.vendor === null ||
    /^(?:linux|freebsd|openwrt|netbsd|openbsd)$/.test(identity.os)
  )
    return null;
  const { version } = readFacts(noValues, identity.os, text);
  return software({
    ecosystem: 'system',
    vendor: identity.vendor,
    name: identity.os,
    version: version ?? '',
  });
}

/** What is known of an equipment that was asked, rather than described by one line. */
export interface AskedDevice {
  /** Short name by `#engines/device`. */
  readonly os: string | null;
  readonly version: string | null;
  readonly sysDescr: string | null;
}

/**
 * The system of an equipment that answered for itself: what its description names, else what its kind is known to run,
 * with the version it tells elsewhere. Null for a general-purpose system, which only its own inventory can tell.
 */
export function systemOfDevice({ os, version, sysDescr }: AskedDevice): Software | null {
  const described = systemOfDescription(sysDescr ?? '');
  if (described !== null && described.version !== '') return described;
  const system = systems.find((one) => os !== null && one.os?.includes(os));
  return system === undefined || version === null ? described : softwareOf(system, sysDescr ?? '', version);
}

function softwareOf(system: System, text: string, version = versionOf(system, text)): Software {
  const { vendor, name, cpe, build } = system;
  const number = build?.exec(text)?.[1];
  return software({
    ecosystem: 'system',
    vendor,
    name,
    version,
    cpe: cpe === '' ? '' : cpeOf(cpe, version),
    ...(number === undefined ? {} : { qualifiers: { build: number } }),
  });
}

function versionOf({ version, os }: System, text: string): string {
  for (const expression of version) {
    const found = expression.exec(text);
    if (found === null) continue;
    const told = found
      .slice(1)
      .filter((group) => group !== undefined)
      .join('-');
    // Windows tells its build alone: since 10, it is 10.0.BUILD.
    return /^\d{5}$/.test(told) ? `10.0.${told}` : told;
  }
  return (os?.[0] === undefined ? null : readFacts(noValues, os[0], text).version) ?? '';
}

function cpeOf(name: string, version: string): string {
  const [part = '*', vendor = '', product = ''] = name.split(':');
  return formatCpe(
    createCpe({
      part,
      vendor: quotedValue(vendor),
      product: quotedValue(product),
      ...(version === '' ? {} : { version: quotedValue(version) }),
    }),
  );
}
