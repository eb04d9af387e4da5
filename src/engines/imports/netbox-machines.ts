import { normaliseIdentity } from '#engines/identity/normalise.ts';
import { sameFamily } from '#engines/identity/type-family.ts';
import { isJsonObject, type JsonObject } from '#engines/json-value.ts';
import type { InputProblem } from '#engines/result.ts';
import { typeInText } from './asset-words.ts';
import { pushIdentity } from './identity-list.ts';
import { type JsonRow, listField, objectField, textField } from './json-rows.ts';
import { addRedundancy, type NetboxContext, reference, rowsIn } from './netbox-context.ts';
import {
  addIdentity,
  choiceField,
  commonAttributes,
  keyOf,
  plainAttributes,
  tenantCode,
} from './netbox-fields.ts';
import { locate, nameOf, ownKey } from './netbox-places.ts';
import { filledAttributes } from './set-builder.ts';
import type { Identity } from './types.ts';

/** Clusters, devices and virtual machines, with the identities that their interfaces and addresses bring. */
export function addMachines(context: NetboxContext): void {
  gatherBorneIdentities(context);
  const handlers: readonly (readonly [string, (row: JsonRow) => InputProblem | null])[] = [
    ['virtualization.clusters', (row) => addCluster(context, row)],
    ['dcim.devices', (row) => addDevice(context, row)],
    ['virtualization.virtual-machines', (row) => addVirtualMachine(context, row)],
  ];
  for (const [table, add] of handlers) {
    for (const row of rowsIn(context, table)) {
      const fault = add(row);
      if (fault === null) context.builder.accept();
      else context.builder.refuse(fault);
    }
  }
  addClusterGroups(context);
}

/** Addresses that several devices answer for identify none of them. */
const sharedRoles: ReadonlySet<string> = new Set([
  'vip',
  'vrrp',
  'hsrp',
  'glbp',
  'carp',
  'anycast',
  'loopback',
]);

function gatherBorneIdentities(context: NetboxContext): void {
  const { builder } = context;
  for (const table of ['dcim.interfaces', 'virtualization.interfaces']) {
    for (const row of rowsIn(context, table)) {
      const identities = borneBy(context, row, row.value);
      if (identities === null) {
        builder.refuse(noBearer(row));
        continue;
      }
      addIdentity(builder, identities, 'mac', textField(row.value, 'mac_address'), row, 'mac_address');
      for (const address of listField(row.value, 'mac_addresses')) {
        if (!isJsonObject(address)) continue;
        addIdentity(builder, identities, 'mac', textField(address, 'mac_address'), row, 'mac_addresses');
      }
      builder.accept();
    }
  }
  for (const row of rowsIn(context, 'dcim.mac-addresses')) {
    const identities = borneBy(context, row, objectField(row.value, 'assigned_object'));
    if (identities)
      addIdentity(builder, identities, 'mac', textField(row.value, 'mac_address'), row, 'mac_address');
    if (identities) builder.accept();
    else builder.leaveAside(1);
  }
  for (const row of rowsIn(context, 'ipam.ip-addresses')) {
    const identities = borneBy(context, row, objectField(row.value, 'assigned_object'));
    if (identities) {
      addAddress(context, identities, row, row.value, 'address');
      builder.accept();
    } else builder.leaveAside(1);
  }
}

/** Identities gathered for the device or machine that an interface belongs to; null when it names none. */
function borneBy(
  context: NetboxContext,
  row: JsonRow,
  interfaceObject: JsonObject | null,
): Identity[] | null {
  if (interfaceObject === null) return null;
  const key =
    reference(context, 'dcim.devices', objectField(interfaceObject, 'device'), row) ??
    reference(
      context,
      'virtualization.virtual-machines',
      objectField(interfaceObject, 'virtual_machine'),
      row,
    );
  if (key === null) return null;
  const known = context.borne.get(key) ?? [];
  context.borne.set(key, known);
  return known;
}

/** Addresses of a VRF may exist twice; those of a role that moves belong to nobody. */
function addAddress(
  context: NetboxContext,
  identities: Identity[],
  row: JsonRow,
  address: JsonObject,
  field: string,
): void {
  addIdentity(context.builder, identities, 'fqdn', textField(address, 'dns_name'), row, field);
  if (sharedRoles.has(choiceField(address, 'role')) || objectField(address, 'vrf') !== null) return;
  addIdentity(context.builder, identities, 'ip', textField(address, 'address'), row, field);
}

/** Identities of the row itself: serial, inventory tag, names and primary addresses, after what its interfaces bring. */
function machineIdentities(context: NetboxContext, row: JsonRow, key: string): Identity[] {
  const { builder } = context;
  const { value } = row;
  const identities: Identity[] = [];
  addIdentity(builder, identities, 'serial', textField(value, 'serial'), row, 'serial');
  addIdentity(builder, identities, 'code', textField(value, 'asset_tag'), row, 'asset_tag');
  const name = textField(value, 'name');
  const named = normaliseIdentity(name.includes('.') ? 'fqdn' : 'hostname', name).value;
  if (named) identities.push(named);
  for (const field of ['primary_ip4', 'primary_ip6', 'primary_ip', 'oob_ip']) {
    const address = objectField(value, field);
    if (address) addAddress(context, identities, row, address, field);
  }
  for (const identity of context.borne.get(key) ?? []) pushIdentity(identities, identity);
  return identities;
}

function addDevice(context: NetboxContext, row: JsonRow): InputProblem | null {
  const { builder } = context;
  const { value } = row;
  const key = ownKey(row);
  // `device_role` until NetBox 3.6, `role` since.
  const role = objectField(value, 'role') ?? objectField(value, 'device_role');
  const model = objectField(value, 'device_type');
  const maker = model === null ? null : objectField(model, 'manufacturer');
  const roleName = role === null ? '' : textField(role, 'name') || textField(role, 'slug');
  const type = typeInText(roleName, (word) => sameFamily(word, 'device')) ?? 'device';
  const modelName = model === null ? '' : textField(model, 'model') || textField(model, 'display');
  const attributes = filledAttributes([
    ...commonAttributes(value),
    ...plainAttributes(value, [
      'position',
      'face',
      'latitude',
      'longitude',
      'virtual_chassis',
      'vc_position',
    ]),
    ['role', roleName],
    ['vendor', maker === null ? '' : textField(maker, 'name')],
    ['model', modelName],
    ['os', nestedName(value, 'platform')],
  ]);
  const name = nameOf(row) || `${modelName} ${key}`.trim();
  const identities = machineIdentities(context, row, key);
  const fault = builder.addAsset(
    { key, type, name, ...tenantCode(value), identities, attributes },
    row.place(),
  );
  if (fault !== null) return fault;
  locate(context, key, row, ['rack', 'location']);
  const chassis = reference(context, 'dcim.devices', objectField(value, 'parent_device'), row);
  if (chassis !== null) builder.addLink({ from: chassis, to: key, type: 'hosts' });
  reference(context, 'virtualization.clusters', objectField(value, 'cluster'), row);
  return null;
}

function addVirtualMachine(context: NetboxContext, row: JsonRow): InputProblem | null {
  const { builder } = context;
  const { value } = row;
  const key = ownKey(row);
  const attributes = filledAttributes([
    ...commonAttributes(value),
    ...plainAttributes(value, ['vcpus', 'memory', 'disk']),
    ['role', nestedName(value, 'role')],
    ['os', nestedName(value, 'platform')],
  ]);
  const identities = machineIdentities(context, row, key);
  const claim = { key, type: 'vm', name: nameOf(row), ...tenantCode(value), identities, attributes };
  const fault = builder.addAsset(claim, row.place());
  if (fault !== null) return fault;
  const cluster = reference(context, 'virtualization.clusters', objectField(value, 'cluster'), row);
  // NetBox names the device of a machine when it is pinned to it.
  const device = reference(context, 'dcim.devices', objectField(value, 'device'), row);
  for (const from of [cluster, device]) if (from !== null) builder.addLink({ from, to: key, type: 'hosts' });
  locate(context, key, row, []);
  return null;
}

function addCluster(context: NetboxContext, row: JsonRow): InputProblem | null {
  const { value } = row;
  const key = ownKey(row);
  const attributes = filledAttributes([
    ...commonAttributes(value),
    ...plainAttributes(value, ['type', 'group']),
  ]);
  const claim = { key, type: 'cluster', name: nameOf(row), ...tenantCode(value), identities: [], attributes };
  const fault = context.builder.addAsset(claim, row.place());
  if (fault === null) locate(context, key, row, []);
  return fault;
}

/** A cluster depends on its devices as on a group: losing one is what it is made for. */
function addClusterGroups(context: NetboxContext): void {
  const members = new Map<string, string[]>();
  for (const row of rowsIn(context, 'dcim.devices')) {
    const cluster = keyOf('virtualization.clusters', objectField(row.value, 'cluster'));
    if (cluster === null) continue;
    const devices = members.get(cluster) ?? [];
    devices.push(ownKey(row));
    members.set(cluster, devices);
  }
  for (const [cluster, devices] of members) {
    const key = `${cluster}#members`;
    addRedundancy(
      context,
      { key, of: cluster, fr: 'Membres de la grappe', en: 'Cluster members' },
      devices.length,
    );
    const requirement = devices.length < 2 ? {} : { requirement: key };
    for (const to of devices)
      context.builder.addLink({ from: cluster, to, type: 'depends_on', ...requirement });
  }
}

function nestedName(object: JsonObject, field: string): string {
  const nested = objectField(object, field);
  return nested === null ? '' : textField(nested, 'name') || textField(nested, 'display');
}

function noBearer(row: JsonRow): InputProblem {
  const message = {
    fr: 'Cette interface ne dit pas à quel équipement elle appartient (champ « device »). Exportez-la de nouveau sans « fields » ni « brief ».',
    en: 'This interface does not say which device it belongs to (field “device”). Export it again without “fields” or “brief”.',
  };
  return { code: 'netbox.no-bearer', ...row.place(), message };
}
