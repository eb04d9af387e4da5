import { any, notApplicable, plainValue } from '#engines/cpe/cpe.ts';
import { versionText } from '#engines/cpe/match-criterion.ts';
import { parseCpe } from '#engines/cpe/parse-cpe.ts';
import { targetPlatform } from '#engines/cpe/target-platform.ts';
import { productName } from '#engines/advisory/product-name.ts';
import { packageName } from '#engines/feeds/osv-ecosystem.ts';
import type { Software } from '#engines/inventory/software.ts';
import { parsePurl } from '#engines/purl/parse-purl.ts';
import type { Purl } from '#engines/purl/purl.ts';
import type { ComponentName } from './component-name.ts';
import { isDistributionKind, packageNames } from './package-names.ts';
import { knownAliases } from './known-aliases.ts';
import { knownSystem } from './known-systems.ts';

/** Accepted aliases: of a name `vendor:product`, the others it goes by. */
export type NameAliases = ReadonlyMap<string, readonly string[]>;

export const noAliases: NameAliases = new Map();

/**
 * The names a component answers to. A package of a distribution answers to its distribution alone, by its source
 * package; the rest to its ecosystem, and to the `vendor:product` names of its CPE or of its vendor and name, with
 * those that Vigie and the readers of its names know as the same. Fuzzy likenesses give no name. A product of which no
 * vendor is told goes by `:name`, which only an accepted alias leads on from.
 */
export function componentNames(
  software: Software,
  aliases: NameAliases = noAliases,
): readonly ComponentName[] {
  const purl = software.purl === '' ? null : parsePurl(software.purl).value;
  const kind = kindOf(software, purl);
  if (isDistributionKind(kind)) return packageNames(kind, software, purl);
  const version = software.version.trim() || (purl?.version ?? '');
  const names = [
    ...ecosystemNames(software, purl, version),
    ...productNames(software, version).flatMap((name) => [name, ...othersOf(name, aliases)]),
  ];
  return distinct(names);
}

/** The source's own word goes first, unless it only says that it is some product. */
function kindOf({ ecosystem }: Software, purl: Purl | null): string {
  const own = ecosystem.toLowerCase();
  return purl !== null && (own === '' || own === 'product' || own === 'generic') ? purl.type : own;
}

const withoutNamespace: readonly string[] = ['', 'product', 'system', 'generic', 'github', 'oci', 'docker'];

function ecosystemNames(software: Software, purl: Purl | null, version: string): readonly ComponentName[] {
  const type = kindOf(software, purl);
  if (withoutNamespace.includes(type)) return [];
  const own = purl !== null && purl.type === type ? pathOf(purl) : ownPath(type, software);
  const { namespace, name } = packageName(type, own);
  return [
    {
      namespace,
      name,
      version: type === 'golang' ? version.replace(/^go(?=\d)/, '') : version,
      part: null,
      target: null,
    },
  ];
}

/** `group:artifact` for Maven, the whole path for the others. */
function pathOf({ type, namespace, name }: Purl): string {
  if (namespace === null) return name;
  return `${namespace}${type === 'maven' ? ':' : '/'}${name}`;
}

function ownPath(type: string, { vendor, name }: Software): string {
  if (type === 'maven')
    return vendor === '' || name.includes(':') ? name.replace('/', ':') : `${vendor}:${name}`;
  return type === 'npm' && /^@[^/]+$/.test(vendor) && !name.includes('/') ? `${vendor}/${name}` : name;
}

function productNames(software: Software, version: string): readonly ComponentName[] {
  const target = targetOf(software);
  const ofCpe = cpeName(software.cpe, version, target);
  const isNameable =
    isProduct(software) && (software.vendor.trim() !== '' || software.ecosystem === 'system');
  const system = isNameable ? knownSystem(software) : null;
  const part = software.ecosystem === 'system' ? 'o' : null;
  const named: ComponentName[] =
    system?.names.map((name) => ({
      namespace: 'product',
      name,
      version: system.version,
      part: system.part,
      target,
    })) ?? [];
  const isNamed = isNameable && software.vendor.trim() !== '';
  const own: readonly ComponentName[] = isNamed
    ? [
        {
          namespace: 'product',
          name: productName(software.vendor, software.name),
          version: system?.version ?? version,
          part: system?.part ?? part ?? ofCpe?.part ?? null,
          target: target ?? ofCpe?.target ?? null,
        },
      ]
    : [];
  const names = [...(ofCpe === null ? [] : [ofCpe]), ...named, ...own];
  return names.length > 0 || !hasNameAlone(software) ? names : [withoutVendor(software, version, target)];
}

/** True for what only its name tells; an image is no product, and a distribution answers by its packages. */
function hasNameAlone({ ecosystem, distribution, purl, name }: Software): boolean {
  const isOfNone = distribution === '' && (purl === '' || purl.startsWith('pkg:generic/'));
  return isOfNone && name.trim() !== '' && /^(?:product|system|generic)?$/i.test(ecosystem);
}

/** `:name`, which no rule bears: that a person may be asked who its vendor is. */
function withoutVendor({ name }: Software, version: string, target: string | null): ComponentName {
  return { namespace: 'product', name: productName('', name), version, part: null, target };
}

/** Packages of an ecosystem have publishers, not vendors: their names meet products by their CPE only. */
function isProduct({ ecosystem }: Software): boolean {
  return withoutNamespace.includes(ecosystem.toLowerCase());
}

function cpeName(text: string, version: string, target: string | null): ComponentName | null {
  const cpe = text === '' ? null : parseCpe(text).value;
  if (cpe === null || isLogical(cpe.product) || isLogical(cpe.vendor)) return null;
  const own = isLogical(cpe.version) ? '' : versionText(cpe);
  return {
    namespace: 'product',
    name: productName(plainValue(cpe.vendor), plainValue(cpe.product)),
    version: knownVersion(cpe.vendor, cpe.product, version || own),
    part: isLogical(cpe.part) ? null : cpe.part,
    target: targetPlatform(cpe) ?? target,
  };
}

function knownVersion(vendor: string, product: string, version: string): string {
  const known = knownSystem({
    vendor: plainValue(vendor),
    name: plainValue(product).replaceAll('_', ' '),
    version,
  });
  return known?.version ?? version;
}

function isLogical(value: string): boolean {
  return value === any || value === notApplicable;
}

function targetOf({ qualifiers }: Software): string | null {
  const told = qualifiers['target'] ?? qualifiers['platform'] ?? qualifiers['target_sw'] ?? '';
  return told === '' ? null : told.toLowerCase().replaceAll(/\s+/g, '_');
}

function othersOf(given: ComponentName, aliases: NameAliases): readonly ComponentName[] {
  const others = [...(knownAliases.get(given.name) ?? []), ...(aliases.get(given.name) ?? [])];
  return others.map((name) => ({ ...given, name }));
}

function distinct(names: readonly ComponentName[]): readonly ComponentName[] {
  if (names.length < 2) return names;
  const seen = new Map<string, ComponentName>();
  for (const name of names) {
    const key = `${name.namespace} ${name.name} ${name.version}`;
    const before = seen.get(key);
    // Of one name told twice, what knows more narrows it.
    if (before === undefined) seen.set(key, name);
    else seen.set(key, { ...before, part: before.part ?? name.part, target: before.target ?? name.target });
  }
  return [...seen.values()];
}
