import type { EstateBuilder } from './estate-builder.ts';
import { VIRTUALISATION } from './estate-datacentre.ts';
import { uuidOf } from './estate-addresses.ts';

export const CLOUD = 'demo:cloud';

export interface VirtualMachine {
  readonly key: string;
  /** `cluster/storage`, `hypervisor/storage` when pinned to one host, or a project of the internal cloud. */
  readonly at: string;
  readonly organisation: string;
  readonly os: string;
  readonly osVersion: string;
  readonly role: string;
}

const vcpusOfRole: Readonly<Record<string, number>> = { db: 8, app: 4, web: 2, infra: 2 };

/** A virtual machine: what it runs on and where its disks are. Its bucket is the console that manages it. */
export function describeMachine(builder: EstateBuilder, machine: VirtualMachine): void {
  const { key, at, organisation, os, osVersion, role } = machine;
  const [place = '', storage] = at.split('/');
  const pinned = place.startsWith('hyp-');
  const host = storage === undefined || pinned ? place : `cl-${place}`;
  const bucket = storage === undefined ? CLOUD : VIRTUALISATION;
  const vcpus = vcpusOfRole[role] ?? 2;
  builder.describe(bucket, {
    key,
    type: 'vm',
    name: key,
    organisation,
    identities: [
      { kind: 'uuid', value: uuidOf(key) },
      { kind: 'mac', value: builder.addresses.mac() },
      { kind: 'fqdn', value: `${key}.srv.example` },
      { kind: 'hostname', value: key },
      { kind: 'ip', value: builder.addresses.ipv4('servers') },
    ],
    attributes: {
      os,
      os_version: osVersion,
      vcpus,
      memory_gib: vcpus * 4,
      role,
      ...(pinned ? { pinned_to: host } : {}),
    },
  });
  builder.link(bucket, host, 'hosts', key);
  if (storage !== undefined) builder.link(bucket, key, 'depends_on', storage);
}
