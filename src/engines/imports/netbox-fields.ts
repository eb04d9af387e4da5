import { normaliseIdentity } from '#engines/identity/normalise.ts';
import { isJsonObject, jsonField, type JsonObject, type JsonValue } from '#engines/json-value.ts';
import { pushIdentity, tooManyIdentities } from './identity-list.ts';
import { idField, type JsonRow, listField, objectField, textField } from './json-rows.ts';
import type { SetBuilder } from './set-builder.ts';
import type { Identity, IdentityKind } from './types.ts';

/** Choice fields are `{ value, label }`, plain texts in old versions. */
export function choiceField(object: JsonObject, name: string): string {
  const nested = objectField(object, name);
  return nested ? textField(nested, 'value') : textField(object, name);
}

/** Key in the set of the object that a nested field points at, or null. */
export function keyOf(table: string, object: JsonObject | null): string | null {
  const id = object === null ? null : idField(object, 'id');
  return id === null ? null : `${table}:${id}`;
}

/** What the lifecycle of NetBox means for the map; a word that it does not know is left out. */
const lifecycles: Readonly<Record<string, string>> = {
  active: 'active',
  connected: 'active',
  planned: 'planned',
  staged: 'planned',
  staging: 'planned',
  provisioning: 'planned',
  available: 'planned',
  offline: 'inactive',
  failed: 'failed',
  inventory: 'stock',
  decommissioning: 'retiring',
  deprovisioning: 'retiring',
  decommissioned: 'retired',
  retired: 'retired',
  deprecated: 'retired',
};

/** Attributes that most objects of NetBox carry. */
export function* commonAttributes(row: JsonObject): Generator<readonly [string, JsonValue | undefined]> {
  const status = choiceField(row, 'status');
  yield ['status', status];
  yield ['lifecycle', Object.hasOwn(lifecycles, status) ? lifecycles[status] : undefined];
  yield ['description', textField(row, 'description')];
  yield ['comments', textField(row, 'comments')];
  yield ['netbox_url', textField(row, 'display_url') || textField(row, 'url')];
  yield ['tags', listField(row, 'tags').flatMap((tag) => (isJsonObject(tag) ? textField(tag, 'name') : tag))];
  for (const [name, value] of Object.entries(objectField(row, 'custom_fields') ?? {})) {
    yield [`custom.${name}`.slice(0, 200), value];
  }
}

/** Plain fields kept under their own name. */
export function* plainAttributes(
  row: JsonObject,
  names: readonly string[],
): Generator<readonly [string, JsonValue | undefined]> {
  for (const name of names) {
    const value = jsonField(row, name);
    yield [name, isJsonObject(value) ? textField(value, 'value') || textField(value, 'name') : value];
  }
}

/** Adds an identity when the text is one; what identifies nothing is a warning at the place of the field. */
export function addIdentity(
  builder: SetBuilder,
  identities: Identity[],
  kind: IdentityKind,
  text: string,
  row: JsonRow,
  field: string,
): void {
  if (text === '') return;
  const { value, problems } = normaliseIdentity(kind, text);
  for (const problem of problems) builder.warn({ ...problem, ...row.place(field) });
  if (value === null || pushIdentity(identities, value)) return;
  builder.warn({ code: 'import.too-many-identities', ...row.place(field), message: tooManyIdentities });
}

/** Owning organisation of a nested tenant: its code on the map. */
export function tenantCode(row: JsonObject): { readonly organisation?: string } {
  const tenant = objectField(row, 'tenant');
  const code = tenant === null ? '' : textField(tenant, 'slug') || textField(tenant, 'name');
  const { value } = normaliseIdentity('code', code);
  return value ? { organisation: value.value } : {};
}
