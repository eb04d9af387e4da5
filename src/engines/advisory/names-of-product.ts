import { any, notApplicable, plainValue } from '#engines/cpe/cpe.ts';
import type { Cpe } from '#engines/cpe/cpe.ts';
import { parseCpe } from '#engines/cpe/parse-cpe.ts';
import { targetPlatform } from '#engines/cpe/target-platform.ts';
import { ecosystemOf, packageName } from '#engines/feeds/osv-ecosystem.ts';
import type { SoftwareName } from './advisory.ts';
import type { AffectedProduct } from './affected-types.ts';
import { productName } from './product-name.ts';

/** A name that the rules of a product go by, with what narrows it. */
export interface RuleName extends SoftwareName {
  readonly part: string | null;
  readonly target: string | null;
}

/** CPE names of one entry that give a name to its rules. */
export const maxCpes = 2000;

/**
 * The names of an entry of `affected`: of its vendor and product, of its CPE names, and of its package where
 * `collectionURL` says whose it is. A package inside a product of Red Hat has a version of its own, which says nothing of
 * the product's: it answers to the release it is a package of, or to no name.
 */
export function namesOfProduct(product: AffectedProduct): readonly RuleName[] {
  const { collection, packageName: own } = product;
  if (collection !== null && own !== null && /redhat\.com|fedoraproject\.org/i.test(collection))
    return releaseNames(product.cpes, own);
  return [...productNames(product), ...packageNames(product)];
}

/** True for what stands where a vendor or a product was not told. */
function isNoName(text: string): boolean {
  return /^(?:n\/?a|unknown|unspecified|none|null|undefined|multiple|various|[-*.?\s]*)$/i.test(text.trim());
}

function productNames({ vendor, product, packageName: own, cpes }: AffectedProduct): readonly RuleName[] {
  const ofCpes = cpes.slice(0, maxCpes).flatMap((text) => nameOfCpe(text) ?? []);
  if (isNoName(vendor)) return ofCpes;
  const names = [product, own ?? '']
    .filter((name) => !isNoName(name))
    .map((name) => productName(vendor, name))
    .filter((name) => ofCpes.every((cpe) => cpe.name !== name));
  return [...names.map((name) => ({ namespace: 'product', name, part: null, target: null })), ...ofCpes];
}

/** The name of a CPE, or null when it is no single product. */
function nameOfCpe(text: string): RuleName | null {
  const cpe = parseCpe(text).value;
  return cpe === null ? null : ruleNameOf(cpe);
}

export function ruleNameOf(cpe: Cpe): RuleName | null {
  if (!isOneName(cpe.vendor) || !isOneName(cpe.product)) return null;
  return {
    namespace: 'product',
    name: productName(plainValue(cpe.vendor), plainValue(cpe.product)),
    part: isLogical(cpe.part) ? null : cpe.part,
    target: targetPlatform(cpe),
  };
}

export function isLogical(value: string): boolean {
  return value === any || value === notApplicable;
}

function isOneName(value: string): boolean {
  return !isLogical(value) && !isPattern(value);
}

export function isPattern(value: string): boolean {
  return /[?*]/.test(value.replaceAll(/\\./gs, ''));
}

const ecosystems: readonly (readonly [place: RegExp, type: string])[] = [
  [/npmjs|npm\.|yarnpkg/, 'npm'],
  [/pypi|python\.org/, 'pypi'],
  [/rubygems/, 'gem'],
  [/maven|repo1|sonatype/, 'maven'],
  [/packagist/, 'composer'],
  [/nuget/, 'nuget'],
  [/crates\.io/, 'cargo'],
  [/pkg\.go\.dev|golang/, 'golang'],
  [/hex\.pm/, 'hex'],
];

function packageNames({ vendor, packageName: own, collection }: AffectedProduct): readonly RuleName[] {
  if (collection === null || own === null || isNoName(own)) return [];
  const place = collection.toLowerCase();
  const type = ecosystems.find(([where]) => where.test(place))?.[1];
  if (type === undefined) return [];
  const name = type === 'golang' ? moduleOf(vendor.trim(), own) : type === 'maven' ? coordinatesOf(own) : own;
  return name === null ? [] : [{ ...packageName(type, name.slice(0, 400)), part: null, target: null }];
}

/** The Go team names the module as vendor and the package inside it as product; its own library is `stdlib`. */
function moduleOf(vendor: string, own: string): string {
  if (/^go standard library$/i.test(vendor)) return 'stdlib';
  if (/^go toolchain$/i.test(vendor)) return 'toolchain';
  return own === vendor || own.startsWith(`${vendor}/`) ? vendor : own;
}

function coordinatesOf(own: string): string | null {
  const match = /^([\w.-]+)[:/]([\w.-]+)$/.exec(own.trim());
  return match === null ? null : `${match[1]}:${match[2]}`;
}

/** `rpm:rhel-8` of `cpe:/a:redhat:enterprise_linux:8::appstream`. Modules and extended streams are left to CSAF. */
function releaseNames(cpes: readonly string[], own: string): readonly RuleName[] {
  if (!/^[\w.+-]+$/.test(own)) return [];
  const namespaces = cpes.slice(0, maxCpes).flatMap((cpe) => {
    const release = /^cpe:(?:\/|2\.3:)[ao]:redhat:(enterprise_linux:\d+)/i.exec(cpe)?.[1];
    const namespace = release === undefined ? '' : (ecosystemOf(`Red Hat:${release}`)?.namespace ?? '');
    return namespace === '' ? [] : [namespace];
  });
  return [...new Set(namespaces)].map((namespace) => ({ namespace, name: own, part: null, target: null }));
}
