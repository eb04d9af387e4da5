import type { RuleCondition, SoftwareName } from '#engines/advisory/advisory.ts';
import { productName } from '#engines/advisory/product-name.ts';
import { plainValue } from '#engines/cpe/cpe.ts';
import type { Cpe } from '#engines/cpe/cpe.ts';
import { versionText } from '#engines/cpe/match-criterion.ts';
import { parseCpe } from '#engines/cpe/parse-cpe.ts';
import { targetPlatform } from '#engines/cpe/target-platform.ts';
import { isJsonObject } from '#engines/json-value.ts';
import type { JsonValue } from '#engines/json-value.ts';
import { readDistribution } from '#engines/inventory/distribution.ts';
import { streamName } from '#engines/matching/package-names.ts';
import { parsePurl } from '#engines/purl/parse-purl.ts';
import type { Purl } from '#engines/purl/purl.ts';
import { schemeOfProduct } from '#engines/version/scheme-of-product.ts';
import type { Scheme } from '#engines/version/schemes.ts';
import { readCsafVersion } from './csaf-version-text.ts';
import type { CsafVersion } from './csaf-version-text.ts';
import { listOf, objectOf, textOf, wordOf } from './fields.ts';
import { ecosystemOfPurl, packageName } from './osv-ecosystem.ts';

/** A name that a product answers to, with the scheme of its versions. */
export interface CsafName extends SoftwareName {
  readonly scheme: Scheme;
  readonly part: string | null;
  readonly target: string | null;
}

/** A product of the tree: what it is called, which versions it is, and what it must stand on. */
export interface CsafProduct {
  readonly names: readonly CsafName[];
  readonly version: CsafVersion;
  readonly condition: RuleCondition | null;
  readonly pointer: string;
  /** As a person reads it. */
  readonly title: string;
  readonly cpe: Cpe | null;
  readonly purl: Purl | null;
}

interface Branch {
  readonly vendor: string;
  readonly product: string;
  readonly family: string;
  readonly version: string | null;
}

const maxProducts = 100_000;
const maxDepth = 30;

/** All products of a tree by `product_id`: of branches, of `full_product_names`, of relationships. */
export function csafProducts(document: JsonValue): ReadonlyMap<string, CsafProduct> {
  const products = new Map<string, CsafProduct>();
  const tree = objectOf(document, 'product_tree');
  const top: Branch = { vendor: '', product: '', family: '', version: null };
  walk(listOf(tree, 'branches'), '/product_tree/branches', top, 0, products);
  for (const [index, item] of listOf(tree, 'full_product_names').entries())
    add(products, item, top, `/product_tree/full_product_names/${index}`);
  for (const [index, item] of listOf(tree, 'relationships').entries())
    relate(products, item, `/product_tree/relationships/${index}`);
  return products;
}

function walk(
  branches: readonly JsonValue[],
  pointer: string,
  above: Branch,
  depth: number,
  products: Map<string, CsafProduct>,
): void {
  if (depth > maxDepth) return;
  for (const [index, branch] of branches.entries()) {
    if (products.size >= maxProducts) return;
    const own = below(above, textOf(branch, 'category', 60), textOf(branch, 'name', 1000));
    const place = `${pointer}/${index}`;
    if (isJsonObject(branch) && isJsonObject(branch['product']))
      add(products, branch['product'], own, `${place}/product`);
    walk(listOf(branch, 'branches'), `${place}/branches`, own, depth + 1, products);
  }
}

function below(above: Branch, category: string, name: string): Branch {
  switch (category) {
    case 'vendor':
      return { ...above, vendor: name };
    case 'product_family':
      return { ...above, family: name };
    case 'product_name':
      return { ...above, product: name };
    case 'product_version':
    case 'product_version_range':
      return { ...above, version: name };
    case 'service_pack':
    case 'patch_level':
      return { ...above, version: above.version === null ? null : `${above.version} ${name}` };
    default:
      return above;
  }
}

function add(products: Map<string, CsafProduct>, item: JsonValue, branch: Branch, pointer: string): void {
  const id = wordOf(item, 'product_id');
  if (id === null) return;
  const helper = objectOf(item, 'product_identification_helper');
  const cpe = parseCpe(textOf(helper, 'cpe', 4096)).value;
  const purl = parsePurl(textOf(helper, 'purl', 4096)).value;
  const written = branch.version ?? purl?.version ?? cpeVersion(cpe);
  products.set(id, {
    names: namesOf(branch, cpe, purl, ''),
    version:
      written === null ? { says: { kind: 'all' }, isConditional: false } : versionOf(branch, purl, written),
    condition: null,
    pointer,
    title: textOf(item, 'name', 500),
    cpe,
    purl,
  });
}

/** The version of a purl is meant as it is; a distribution names whole packages (`httpd-2.4.57-5.el9.src`) beside it. */
function versionOf(branch: Branch, purl: Purl | null, written: string): CsafVersion {
  const isPackage = purl !== null && purl.version !== null && ['rpm', 'deb', 'apk'].includes(purl.type);
  if (!isPackage && branch.version !== null) return readCsafVersion(written);
  const epoch = purl?.qualifiers['epoch'];
  const own = purl?.version ?? written;
  const version = epoch !== undefined && /^\d+$/.test(epoch) && !/^\d+:/.test(own) ? `${epoch}:${own}` : own;
  return { says: { kind: 'versions', versions: [version] }, isConditional: false };
}

function cpeVersion(cpe: Cpe | null): string | null {
  return cpe === null || /^[*-]$/.test(cpe.version) ? null : versionText(cpe);
}

/** A package of a distribution answers to its distribution alone; the rest to its ecosystem, its CPE, its branches. */
function namesOf(branch: Branch, cpe: Cpe | null, purl: Purl | null, release: string): readonly CsafName[] {
  if (purl !== null && ['rpm', 'deb', 'apk'].includes(purl.type)) return packageNames(purl, release);
  const names: CsafName[] = [];
  const ecosystem = purl === null ? null : ecosystemOfPurl(purl.type);
  if (purl !== null && ecosystem !== null && ecosystem.namespace !== '') {
    const path = purl.namespace === null ? '' : `${purl.namespace}${purl.type === 'maven' ? ':' : '/'}`;
    names.push({
      ...packageName(ecosystem.namespace, path + purl.name),
      scheme: ecosystem.scheme,
      part: null,
      target: null,
    });
  }
  if (cpe !== null && !/^[*-]$/.test(cpe.vendor) && !/^[*-]$/.test(cpe.product)) {
    const [vendor, product] = [plainValue(cpe.vendor), plainValue(cpe.product)];
    const part = /^[aoh]$/.test(cpe.part) ? cpe.part : null;
    const target = targetPlatform(cpe);
    const scheme = schemeOfProduct({ vendor, product, samples: [] });
    names.push({ namespace: 'product', name: productName(vendor, product), scheme, part, target });
  }
  const product = branch.product === '' ? branch.family : branch.product;
  if (branch.vendor.trim() === '' || product.trim() === '') return names;
  const name = productName(branch.vendor, product);
  if (names.some((one) => one.namespace === 'product' && one.name === name)) return names;
  const scheme = schemeOfProduct({ vendor: branch.vendor, product, samples: [] });
  return [...names, { namespace: 'product', name, scheme, part: null, target: null }];
}

function packageNames(purl: Purl, ofPlatform: string): readonly CsafName[] {
  const distro = purl.qualifiers['distro'] ?? '';
  const release =
    readDistribution(distro) || readDistribution(`${purl.namespace ?? ''}-${distro}`) || ofPlatform;
  const scheme = purl.type === 'deb' ? 'deb' : purl.type === 'rpm' ? 'rpm' : 'apk';
  const name = streamName(purl.qualifiers['rpmmod'] ?? '', purl.name);
  return release === ''
    ? []
    : [{ namespace: `${scheme}:${release}`, name, scheme, part: null, target: null }];
}

/**
 * `default_component_of`: who has the whole has the component, so the whole is meant; except for packages, which know
 * their distribution by it. The other categories: the component, where the other product is seen beside it.
 */
function relate(products: Map<string, CsafProduct>, item: JsonValue, pointer: string): void {
  const id = wordOf(objectOf(item, 'full_product_name'), 'product_id');
  const component = products.get(wordOf(item, 'product_reference') ?? '');
  const whole = products.get(wordOf(item, 'relates_to_product_reference') ?? '');
  if (id === null || component === undefined || whole === undefined || products.size >= maxProducts) return;
  const title = textOf(objectOf(item, 'full_product_name'), 'name', 500);
  if (component.purl !== null && ['rpm', 'deb', 'apk'].includes(component.purl.type)) {
    const names = packageNames(component.purl, releaseOf(whole.cpe));
    products.set(id, { ...component, names, pointer, title });
    return;
  }
  if (wordOf(item, 'category') === 'default_component_of') {
    products.set(id, { ...whole, pointer, title });
    return;
  }
  const members = whole.names
    .filter(({ namespace }) => namespace === 'product')
    .map(({ name }) => ({ name, low: null, high: null }));
  const groups = [...(component.condition?.groups ?? []), ...(members.length === 0 ? [] : [members])];
  products.set(id, { ...component, condition: groups.length === 0 ? null : { groups }, pointer, title });
}

/** `cpe:/o:redhat:enterprise_linux:9` and `cpe:/a:redhat:enterprise_linux:9::appstream` are `rhel-9`. */
function releaseOf(cpe: Cpe | null): string {
  if (cpe === null || cpe.version === '*') return '';
  const id: Readonly<Record<string, string>> = {
    'redhat:enterprise_linux': 'rhel',
    'suse:sles': 'sles',
    'suse:linux_enterprise_server': 'sles',
    'opensuse:leap': 'opensuse-leap',
    'debian:debian_linux': 'debian',
    'canonical:ubuntu_linux': 'ubuntu',
  };
  const name = `${cpe.vendor}:${cpe.product}`;
  const known = Object.hasOwn(id, name) ? id[name] : undefined;
  return known === undefined ? '' : readDistribution(`${known}-${plainValue(cpe.version)}`);
}
