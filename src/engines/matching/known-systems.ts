import type { Software } from '#engines/inventory/software.ts';
import { windowsNames } from './windows-names.ts';

export interface KnownSystem {
  /** Names of the namespace `product`, `vendor:product`. */
  readonly names: readonly string[];
  readonly part: 'a' | 'o';
  /** As advisories write it: without build, dates and words around it. */
  readonly version: string;
}

interface Family {
  /** What its name, its vendor and name, or its whole description looks like, in lower case with single spaces. */
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly part: 'a' | 'o';
  /** Finds the version in the text; its first group is the version. */
  readonly version: RegExp;
}

const dotted = /\bv?(\d+(?:\.\d+)+)/;
/** `15.2(7)E3`, `17.09.04a`, `9.16(4)57`, `12.2(55)SE12`. */
const cisco = /\b(\d+\.\d+(?:\.\d+[a-z]*|\(\d+[a-z]*\)(?:[a-z]*\d*[a-z]?\d*|\.\d+))?)/i;

/** The first that fits decides: the narrower ones stand before. */
const families: readonly Family[] = [
  system(/^(?:fortinet )?fortios\b|^(?:fortinet )?fortigate(?:-|\b)/, ['fortinet:fortios'], dotted),
  system(/^(?:fortinet )?fortiproxy\b/, ['fortinet:fortiproxy'], dotted, 'a'),
  system(/^(?:fortinet )?fortimanager\b/, ['fortinet:fortimanager'], dotted, 'a'),
  system(/^(?:fortinet )?fortianalyzer\b/, ['fortinet:fortianalyzer'], dotted, 'a'),
  system(/^(?:fortinet )?fortiswitch\b/, ['fortinet:fortiswitch'], dotted),
  system(/^(?:fortinet )?fortimail\b/, ['fortinet:fortimail'], dotted, 'a'),
  system(/^(?:fortinet )?fortiweb\b/, ['fortinet:fortiweb'], dotted, 'a'),
  system(
    /\bjunos os evolved\b|\bjunos(?: os)?\b.*-evo\b|^(?:juniper(?: networks)? )?junos[ _-]evolved\b/,
    ['juniper_networks:junos_os_evolved', 'juniper:junos_os_evolved', 'juniper:junos_evolved'],
    /\b(\d+\.\d+[a-z]\d[\w.-]*)/i,
  ),
  system(
    /\bjunos\b/,
    ['juniper_networks:junos_os', 'juniper:junos', 'juniper:junos_os'],
    /\b(\d+\.\d+(?:[-:]?[a-z]\d[\w.:-]*)?)/i,
  ),
  system(
    /\bpan-?os\b|^palo alto networks pa-\d/,
    ['palo_alto_networks:pan-os', 'paloaltonetworks:pan-os'],
    /\b(\d+\.\d+(?:\.\d+)?(?:-[bch]\d+)?)/i,
  ),
  system(
    /\bios[ -]?xe\b/,
    ['cisco:cisco_ios_xe_software', 'cisco:ios_xe', 'cisco:ios_xe_software'],
    /(?:version |v|^[^\d]*)(\d+\.\d+\.\d+[a-z]*)/i,
  ),
  system(/\bios[ -]?xr\b/, ['cisco:cisco_ios_xr_software', 'cisco:ios_xr', 'cisco:ios_xr_software'], cisco),
  system(/\bnx-?os\b/, ['cisco:cisco_nx-os_software', 'cisco:nx-os', 'cisco:nx-os_software'], cisco),
  system(
    /\badaptive security appliance\b|^(?:cisco )?asa(?:v|\b)/,
    [
      'cisco:cisco_adaptive_security_appliance_(asa)_software',
      'cisco:adaptive_security_appliance_software',
      'cisco:adaptive_security_appliance',
    ],
    cisco,
  ),
  system(
    /^cisco ios\b|\bcisco internetwork operating system\b/,
    ['cisco:ios', 'cisco:cisco_ios_software', 'cisco:ios_software'],
    cisco,
  ),
  system(
    /\baruba ?os\b(?!.*-?cx)|^aruba networks arubaos\b/,
    ['hewlett_packard_enterprise_(hpe):aruba_os', 'arubanetworks:arubaos', 'hpe:arubaos'],
    /\b(\d+\.\d+\.\d+(?:\.\d+)?)/,
  ),
  system(
    /\b(?:aos-cx|arubaos-cx)\b/,
    [
      'arubanetworks:aos-cx',
      'hewlett_packard_enterprise_(hpe):aos-cx',
      'hpe:arubaos-cx',
      'arubanetworks:arubaos-cx',
    ],
    /\b(?:[a-z]{2}\.)?(\d+\.\d+(?:\.\d+)*)/,
  ),
  system(/\brouteros\b/, ['mikrotik:routeros'], dotted),
  system(
    /\bedgeos\b|^(?:ubiquiti )?edgerouter\b/,
    ['ui:edgeos', 'ubiquiti:edgerouter', 'ui:edgerouter_firmware'],
    dotted,
  ),
  system(/\bsonicos\b/, ['sonicwall:sonicos'], /\b(\d+(?:\.\d+)+(?:-\d+\w*)?)/),
  system(/\bfireware(?: os)?\b/, ['watchguard:fireware', 'watchguard:fireware_os'], dotted),
  system(
    /\b(?:stormshield network security|sns)\b/,
    ['stormshield:stormshield_network_security', 'stormshield:network_security'],
    dotted,
  ),
  system(
    /\bgaia(?: os)?\b|\bquantum security gateway\b/,
    [
      'checkpoint:gaia_os',
      'checkpoint:quantum_security_gateway_firmware',
      'checkpoint:check_point_quantum_gateway,_spark_gateway_and_cloudguard_network',
    ],
    /\b(r\d\d(?:\.\d+)?)/i,
  ),
  system(/\bvmware esxi?\b|^esxi?\b/, ['vmware:esxi', 'broadcom:esxi', 'n/a:vmware_esxi'], dotted),
  system(
    /\bvcenter(?: server)?\b/,
    ['vmware:vcenter_server', 'broadcom:vmware_vcenter_server', 'n/a:vmware_vcenter_server'],
    dotted,
    'a',
  ),
  system(
    /\bbig-?ip\b/,
    ['f5:big-ip', 'f5:big-ip_access_policy_manager', 'f5:big-ip_local_traffic_manager'],
    dotted,
    'a',
  ),
  system(
    /\bnetscaler(?: adc)?\b|\bcitrix adc\b/,
    [
      'citrix:netscaler_application_delivery_controller',
      'citrix:netscaler_adc',
      'citrix:application_delivery_controller',
    ],
    /\b(\d+\.\d+(?:[-: ]\d+(?:\.\d+)+)?)/,
    'a',
  ),
  system(
    /^(?:synology )?dsm\b|\bdiskstation manager\b/,
    ['synology:diskstation_manager', 'synology:diskstation_manager_(dsm)'],
    /\b(\d+\.\d+(?:\.\d+)?(?:-\d+)?)/,
  ),
  system(/^(?:qnap )?qts\b/, ['qnap_systems_inc.:qts', 'qnap:qts'], dotted),
  system(
    /^(?:qnap )?quts hero\b/,
    ['qnap_systems_inc.:quts_hero', 'qnap:quts_hero'],
    /\b(?:h)?(\d+(?:\.\d+)+)/,
  ),
  system(/\b(?:mac ?os(?: x)?)\b/, ['apple:macos', 'apple:mac_os_x'], dotted),
];

function system(pattern: RegExp, names: readonly string[], version: RegExp, part: 'a' | 'o' = 'o'): Family {
  return { pattern, names, part, version };
}

/**
 * A system known by its vendor and name, or by what it says of itself (`Cisco IOS Software [Cupertino], … Version
 * 17.9.4a, RELEASE SOFTWARE`): the names its advisories go by and its version as they write it. Null for what is not known.
 */
export function knownSystem({
  vendor,
  name,
  version,
}: Pick<Software, 'vendor' | 'name' | 'version'>): KnownSystem | null {
  const title = spaced(name);
  const whole = spaced(`${vendor} ${name}`);
  const windows = windowsNames(title, version.trim());
  if (windows !== null) return windows;
  const family = families.find(({ pattern }) => pattern.test(title) || pattern.test(whole));
  if (family === undefined || !isOf(family, vendor)) return null;
  const told = version.trim() === '' ? name : version;
  return {
    names: family.names,
    part: family.part,
    version: withoutZeros(family, plainVersion(family, told, version)),
  };
}

function plainVersion(family: Family, told: string, version: string): string {
  const inWords = /\bversion[: ]+v?([^\s,;]+)/i.exec(told)?.[1];
  const found = (inWords === undefined ? null : family.version.exec(inWords)) ?? family.version.exec(told);
  return found?.[1] ?? version.trim();
}

/** A product of another vendor that happens to bear the name is not that system. */
function isOf({ names }: Family, vendor: string): boolean {
  const own = letters(vendor);
  if (own === '') return true;
  const known = names.map((name) => letters(name.split(':')[0] ?? ''));
  return known.some((one) => one !== '' && (one.includes(own) || own.includes(one)));
}

function letters(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** Cisco prints `17.09.04a` and writes `17.9.4a` in its advisories. */
function withoutZeros({ names }: Family, version: string): string {
  return names[0]?.startsWith('cisco:') === true ? version.replaceAll(/(?<=^|\.)0+(?=\d)/g, '') : version;
}

function spaced(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, ' ')
    .slice(0, 500);
}
