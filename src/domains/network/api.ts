import { z } from 'zod';
import { assetRefSchema, assetRefWithStateSchema } from '#map/api-shared.ts';
import { contract } from '#platform/contract.ts';
import {
  done,
  idParams,
  instant,
  listOf,
  pageQuery,
  search,
  shortText,
  textSchema,
  uuid,
} from '#platform/schemas.ts';

const rangeBody = z.object({
  name: shortText,
  /** `192.0.2.0/24` (at most /16), `192.0.2.1-192.0.2.9`, or one address. */
  addresses: z.string().trim().min(2).max(100),
  port: z.number().int().min(1).max(65_535).default(161),
  version: z.enum(['v1', 'v2c']).default('v2c'),
  /** Secrets of kind `snmp`, tried in this order. */
  secretIds: z.array(uuid).min(1).max(10),
  siteId: uuid.nullable().default(null),
  everySeconds: z.number().int().min(60).max(604_800).default(3600),
  enabled: z.boolean().default(true),
});
export type RangeBody = z.output<typeof rangeBody>;

const range = z.object({
  id: uuid,
  name: z.string(),
  addresses: z.string(),
  port: z.number().int(),
  version: z.enum(['v1', 'v2c']),
  secretIds: z.array(uuid),
  site: z.object({ id: uuid, name: z.string() }).nullable(),
  everySeconds: z.number().int(),
  enabled: z.boolean(),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  asked: z.number().int(),
  answered: z.number().int(),
  forbidden: z.number().int(),
  failure: textSchema.nullable(),
  devices: z.number().int(),
});
export type Range = z.output<typeof range>;

export const listRanges = contract('network.list-ranges', {
  method: 'GET',
  path: '/api/network/ranges',
  right: 'operate',
  summary: { fr: 'Lister les plages interrogées', en: 'List the ranges that are asked' },
  reply: z.object({ items: z.array(range) }),
});

export const createRange = contract('network.create-range', {
  method: 'POST',
  path: '/api/network/ranges',
  right: 'administer',
  summary: { fr: 'Ajouter une plage à interroger par SNMP', en: 'Add a range to ask by SNMP' },
  body: rangeBody,
  reply: z.object({ id: uuid }),
});

export const updateRangeContract = contract('network.update-range', {
  method: 'PUT',
  path: '/api/network/ranges/{id}',
  right: 'administer',
  summary: { fr: 'Modifier une plage', en: 'Change a range' },
  params: idParams,
  body: rangeBody,
  reply: done,
});

export const deleteRange = contract('network.delete-range', {
  method: 'DELETE',
  path: '/api/network/ranges/{id}',
  right: 'administer',
  summary: { fr: 'Supprimer une plage ; ses équipements restent', en: 'Remove a range; its devices stay' },
  params: idParams,
  reply: done,
});

export const runRange = contract('network.run-range', {
  method: 'POST',
  path: '/api/network/ranges/{id}/run',
  right: 'operate',
  summary: { fr: 'Interroger une plage maintenant', en: 'Ask a range now' },
  params: idParams,
  reply: done,
});

const deviceHead = assetRefWithStateSchema.extend({
  address: z.string(),
  os: z.string().nullable(),
  vendor: z.string().nullable(),
  hardware: z.string().nullable(),
  version: z.string().nullable(),
  serial: z.string().nullable(),
  ports: z.number().int(),
  portsUp: z.number().int(),
  site: z.object({ id: uuid, name: z.string() }).nullable(),
  readAt: instant,
  silentSince: instant.nullable(),
});
export type DeviceHead = z.output<typeof deviceHead>;

export const listDevices = contract('network.list-devices', {
  method: 'GET',
  path: '/api/network/devices',
  right: 'read',
  summary: { fr: 'Lister les équipements lus par SNMP', en: 'List the devices read by SNMP' },
  query: z.object({
    q: search.optional(),
    vendor: z.string().max(200).optional(),
    state: z.enum(['silent', 'answering']).optional(),
    ...pageQuery,
  }),
  reply: listOf(deviceHead),
});

const port = z.object({
  ifIndex: z.number(),
  name: z.string().nullable(),
  alias: z.string().nullable(),
  type: z.string().nullable(),
  speedBps: z.number().nullable(),
  mac: z.string().nullable(),
  adminStatus: z.string().nullable(),
  operStatus: z.string().nullable(),
  operSince: instant,
});
export type Port = z.output<typeof port>;

export const readDeviceContract = contract('network.read-device', {
  method: 'GET',
  path: '/api/network/devices/{id}',
  right: 'read',
  summary: {
    fr: 'Lire un équipement : interfaces, sondes, voisins, VLAN',
    en: 'Read a device: ports, sensors, neighbours, VLANs',
  },
  params: idParams,
  reply: deviceHead.extend({
    sysName: z.string().nullable(),
    sysDescr: z.string().nullable(),
    sysObjectId: z.string().nullable(),
    sysLocation: z.string().nullable(),
    uptimeSeconds: z.number().nullable(),
    roundTripMs: z.number().nullable(),
    faults: z.array(z.object({ root: z.string(), fault: z.string() })),
    interfaces: z.array(port),
    sensors: z.array(
      z.object({
        class: z.string(),
        index: z.string(),
        oid: z.string(),
        description: z.string(),
        value: z.number().nullable(),
      }),
    ),
    vlans: z.array(z.object({ number: z.number().int(), name: z.string().nullable() })),
    neighbours: z.array(
      z.object({
        protocol: z.enum(['lldp', 'cdp']),
        ifIndex: z.number().nullable(),
        remoteName: z.string().nullable(),
        remotePort: z.string().nullable(),
        remoteChassis: z.string().nullable(),
        remoteAddress: z.string().nullable(),
        asset: assetRefSchema.nullable(),
        foundBy: z.string(),
      }),
    ),
  }),
});
