import type { InputProblem } from '#engines/result.ts';
import { type JsonRow, objectField, textField } from './json-rows.ts';
import { type NetboxContext, reference, rowsIn } from './netbox-context.ts';
import {
  addIdentity,
  choiceField,
  commonAttributes,
  keyOf,
  plainAttributes,
  tenantCode,
} from './netbox-fields.ts';
import { filledAttributes } from './set-builder.ts';
import type { Identity } from './types.ts';

/** Tenants, providers, sites, locations, racks, power panels and feeds, circuits. */
export function addPlaces(context: NetboxContext): void {
  const handlers: readonly (readonly [string, (row: JsonRow) => InputProblem | null])[] = [
    ['tenancy.tenants', (row) => addOrganisation(context, row)],
    ['circuits.providers', (row) => addOrganisation(context, row)],
    ['dcim.sites', (row) => addSite(context, row)],
    ['dcim.locations', (row) => addPlaced(context, row, 'room', ['parent'])],
    ['dcim.racks', (row) => addPlaced(context, row, 'rack', ['location'])],
    ['dcim.power-panels', (row) => addPlaced(context, row, 'power_panel', ['location'])],
    ['dcim.power-feeds', (row) => addPowerFeed(context, row)],
    ['circuits.circuits', (row) => addCircuit(context, row)],
  ];
  for (const [table, add] of handlers) {
    for (const row of rowsIn(context, table)) {
      const fault = add(row);
      if (fault === null) context.builder.accept();
      else context.builder.refuse(fault);
    }
  }
}

function addOrganisation({ builder }: NetboxContext, row: JsonRow): InputProblem | null {
  const { value } = row;
  const identities: Identity[] = [];
  addIdentity(builder, identities, 'code', textField(value, 'slug'), row, 'slug');
  const attributes = filledAttributes([...commonAttributes(value), ...plainAttributes(value, ['group'])]);
  const claim = { key: ownKey(row), type: 'organisation', name: nameOf(row), identities, attributes };
  return builder.addAsset(claim, row.place());
}

function addSite({ builder }: NetboxContext, row: JsonRow): InputProblem | null {
  const { value } = row;
  const identities: Identity[] = [];
  addIdentity(builder, identities, 'code', textField(value, 'slug'), row, 'slug');
  const plain = ['facility', 'region', 'group', 'time_zone', 'physical_address', 'latitude', 'longitude'];
  const attributes = filledAttributes([...commonAttributes(value), ...plainAttributes(value, plain)]);
  const claim = {
    key: ownKey(row),
    type: 'site',
    name: nameOf(row),
    ...tenantCode(value),
    identities,
    attributes,
  };
  return builder.addAsset(claim, row.place());
}

function addPlaced(
  context: NetboxContext,
  row: JsonRow,
  type: string,
  inside: readonly string[],
): InputProblem | null {
  const { builder } = context;
  const { value } = row;
  const identities: Identity[] = [];
  addIdentity(builder, identities, 'serial', textField(value, 'serial'), row, 'serial');
  addIdentity(builder, identities, 'code', textField(value, 'asset_tag'), row, 'asset_tag');
  const plain = ['facility_id', 'role', 'u_height', 'facility'];
  const attributes = filledAttributes([...commonAttributes(value), ...plainAttributes(value, plain)]);
  const key = ownKey(row);
  const claim = { key, type, name: nameOf(row), ...tenantCode(value), identities, attributes };
  const fault = builder.addAsset(claim, row.place());
  if (fault === null) locate(context, key, row, inside);
  return fault;
}

function addPowerFeed(context: NetboxContext, row: JsonRow): InputProblem | null {
  const { builder } = context;
  const { value } = row;
  const plain = ['type', 'supply', 'phase', 'voltage', 'amperage', 'max_utilization', 'rack'];
  const attributes = filledAttributes([...commonAttributes(value), ...plainAttributes(value, plain)]);
  const key = ownKey(row);
  const claim = {
    key,
    type: 'power_feed',
    name: nameOf(row),
    ...tenantCode(value),
    identities: [],
    attributes,
  };
  const fault = builder.addAsset(claim, row.place());
  const panel = reference(context, 'dcim.power-panels', objectField(value, 'power_panel'), row);
  if (fault === null && panel !== null) builder.addLink({ from: panel, to: key, type: 'powers' });
  return fault;
}

function addCircuit(context: NetboxContext, row: JsonRow): InputProblem | null {
  const { builder } = context;
  const { value } = row;
  const cid = textField(value, 'cid');
  const provider = objectField(value, 'provider');
  const providerName = provider === null ? '' : textField(provider, 'name') || textField(provider, 'display');
  const identities: Identity[] = [];
  addIdentity(builder, identities, 'code', cid, row, 'cid');
  const plain = ['type', 'commit_rate', 'install_date', 'termination_date', 'distance', 'distance_unit'];
  const common = [...commonAttributes(value), ...plainAttributes(value, plain)];
  const attributes = filledAttributes([...common, ['provider', providerName]]);
  const key = ownKey(row);
  const name = `${providerName} ${cid}`.trim() || nameOf(row);
  const fault = builder.addAsset(
    { key, type: 'wan_link', name, ...tenantCode(value), identities, attributes },
    row.place(),
  );
  if (fault !== null) return fault;
  const administrator = reference(context, 'circuits.providers', provider, row);
  if (administrator !== null) builder.addLink({ from: administrator, to: key, type: 'administers' });
  for (const side of ['termination_a', 'termination_z']) {
    const termination = objectField(value, side);
    const site = termination === null ? null : terminationSite(context, row, termination);
    if (site !== null) builder.addLink({ from: key, to: site, type: 'connects_to', attributes: { side } });
  }
  return null;
}

/** The site of an end of a circuit: `site` before NetBox 4.2, `termination` of type `dcim.site` since. */
export function terminationSite(
  context: NetboxContext,
  row: JsonRow,
  termination: JsonRow['value'],
): string | null {
  const site =
    choiceField(termination, 'termination_type') === 'dcim.site'
      ? objectField(termination, 'termination')
      : objectField(termination, 'site');
  return reference(context, 'dcim.sites', site, row);
}

/** `located_in` the closest place that the row names, and its site: the map reads sites from a direct link. */
export function locate(context: NetboxContext, key: string, row: JsonRow, inside: readonly string[]): void {
  const tables: Readonly<Record<string, string>> = {
    rack: 'dcim.racks',
    location: 'dcim.locations',
    parent: 'dcim.locations',
  };
  const places = inside.map((field) =>
    reference(context, tables[field] ?? '', objectField(row.value, field), row),
  );
  const site = reference(context, 'dcim.sites', siteOf(row), row);
  const closest = places.find((place) => place !== null) ?? null;
  for (const to of new Set([closest, site])) {
    if (to !== null) context.builder.addLink({ from: key, to, type: 'located_in' });
  }
}

/** `site`, or since NetBox 4.2 a `scope` of type `dcim.site`. */
function siteOf({ value }: JsonRow): JsonRow['value'] | null {
  return choiceField(value, 'scope_type') === 'dcim.site'
    ? objectField(value, 'scope')
    : objectField(value, 'site');
}

export function ownKey(row: JsonRow): string {
  return keyOf(row.table, row.value) ?? row.table;
}

export function nameOf({ value }: JsonRow): string {
  return textField(value, 'name') || textField(value, 'display');
}
