import { normaliseIdentity } from '#engines/identity/normalise.ts';
import type { JsonObject } from '#engines/json-value.ts';
import { type JsonRow, textField } from './json-rows.ts';
import { keyOf } from './netbox-fields.ts';
import type { SetBuilder } from './set-builder.ts';
import type { Identity } from './types.ts';

export interface NetboxContext {
  readonly builder: SetBuilder;
  /** Rows by table and id. */
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, JsonRow>>;
  /** What interfaces and addresses say of the device or machine that bears them, by its key. */
  readonly borne: Map<string, Identity[]>;
}

export function rowsIn(context: NetboxContext, table: string): Iterable<JsonRow> {
  return context.tables.get(table)?.values() ?? [];
}

const impliedTypes: Readonly<Record<string, string>> = {
  'dcim.sites': 'site',
  'dcim.locations': 'room',
  'dcim.racks': 'rack',
  'dcim.devices': 'device',
  'dcim.power-panels': 'power_panel',
  'dcim.power-feeds': 'power_feed',
  'virtualization.clusters': 'cluster',
  'virtualization.virtual-machines': 'vm',
  'tenancy.tenants': 'organisation',
  'circuits.circuits': 'wan_link',
  'circuits.providers': 'organisation',
};

/**
 * Key of the asset that a nested object points at. When the export does not hold its row, the asset is made of the few
 * fields that the nested object carries: a list of devices alone still knows its sites. Null when nothing is pointed at.
 */
export function reference(
  context: NetboxContext,
  table: string,
  nested: JsonObject | null,
  row: JsonRow,
): string | null {
  const key = keyOf(table, nested);
  if (key === null || nested === null) return null;
  if (context.builder.hasAsset(key) || context.tables.get(table)?.has(key.slice(table.length + 1)))
    return key;
  const name = textField(nested, 'name') || textField(nested, 'cid') || textField(nested, 'display');
  const code = normaliseIdentity('code', textField(nested, 'slug')).value;
  const claim = {
    key,
    type: impliedTypes[table] ?? 'device',
    name,
    identities: code ? [code] : [],
    attributes: {},
  };
  const fault = context.builder.addAsset(claim, row.place());
  if (fault === null) return key;
  context.builder.warn(fault);
  return null;
}

/** `of` needs its members, one less than all of them being enough: how redundancy is built, until a person says better. */
export function addRedundancy(
  context: NetboxContext,
  group: { readonly key: string; readonly of: string; readonly fr: string; readonly en: string },
  members: number,
): void {
  if (members < 2) return;
  const { key, of, fr, en } = group;
  const name = { fr: `${fr} (un de moins suffit : supposé)`, en: `${en} (one less is enough: assumed)` };
  context.builder.addRequirement({ key, of, name, kMin: 1, kFull: members - 1 });
}
