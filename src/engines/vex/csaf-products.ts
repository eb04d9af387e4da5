import { isJsonObject } from '#engines/json-value.ts';
import type { JsonObject } from '#engines/json-value.ts';
import { objectOf, objectsOf, textOf, vexName } from './vex-fields.ts';
import { mostProducts } from './vex-statement.ts';
import type { VexName, VexProduct } from './vex-statement.ts';

/** Products of a CSAF document by identifier: branches, plain names and relationships (CSAF 2.0 §3.2.2). */
export function readCsafProducts(document: JsonObject): ReadonlyMap<string, VexProduct> {
  const tree = objectOf(document, 'product_tree');
  const products = new Map<string, VexProduct>();
  const put = (value: JsonObject, said: Partial<VexName>): void => {
    const id = textOf(value, 'product_id', 300);
    if (id === '' || products.size >= mostProducts) return;
    const helper = objectOf(value, 'product_identification_helper');
    const purl = textOf(helper, 'purl', 4096);
    const cpe = textOf(helper, 'cpe', 4096);
    const name = said.name || textOf(value, 'name', 300);
    // A product must have a name here: where it has none, its identifier stands for it.
    const bare = name === purl || name === cpe ? '' : name;
    products.set(id, { ...vexName({ name: bare, version: said.version ?? '', purl, cpe }), within: null });
  };
  const walk = (branch: JsonObject, above: Partial<VexName>): void => {
    const category = textOf(branch, 'category', 60);
    const name = textOf(branch, 'name', 300);
    const here =
      category === 'product_name'
        ? { ...above, name }
        : category === 'product_version'
          ? { ...above, version: name }
          : above;
    const product = objectOf(branch, 'product');
    if (Object.keys(product).length > 0) put(product, here);
    for (const inner of objectsOf(branch, 'branches')) walk(inner, here);
  };
  for (const branch of objectsOf(tree, 'branches')) walk(branch, {});
  for (const product of objectsOf(tree, 'full_product_names')) put(product, {});
  readRelationships(tree, products);
  return products;
}

function readRelationships(tree: JsonObject, products: Map<string, VexProduct>): void {
  for (const relationship of objectsOf(tree, 'relationships')) {
    const product = objectOf(relationship, 'full_product_name');
    const id = textOf(product, 'product_id', 300);
    const part = products.get(textOf(relationship, 'product_reference', 300));
    const whole = products.get(textOf(relationship, 'relates_to_product_reference', 300));
    if (id === '' || part === undefined || whole === undefined || products.size >= mostProducts) continue;
    const { within: _, ...within } = whole;
    products.set(id, { ...part, within });
  }
}

/** Members of the groups that flags, threats and remediations may name. */
export function readCsafGroups(document: JsonObject): ReadonlyMap<string, readonly string[]> {
  const groups = objectsOf(objectOf(document, 'product_tree'), 'product_groups').filter(isJsonObject);
  return new Map(
    groups.map((group) => {
      const members = group['product_ids'];
      return [
        textOf(group, 'group_id', 300),
        Array.isArray(members) ? members.filter((one): one is string => typeof one === 'string') : [],
      ];
    }),
  );
}
