import { z } from 'zod';
import { assetRefWithStateSchema } from '#map/api-shared.ts';
import { contract } from '#platform/contract.ts';
import { idParams, instant } from '#platform/schemas.ts';

export const listHosts = contract('host.list-hosts', {
  method: 'GET',
  path: '/api/hosts',
  right: 'read',
  summary: { fr: 'Lister les hôtes lus', en: 'List the hosts that are read' },
  reply: z.object({
    items: z.array(
      assetRefWithStateSchema.extend({
        os: z.string().nullable(),
        packages: z.number().int(),
        sockets: z.number().int(),
        fullestDisk: z.number().nullable(),
        seenAt: instant.nullable(),
      }),
    ),
  }),
});

export const readHost = contract('host.read-host', {
  method: 'GET',
  path: '/api/hosts/{id}',
  right: 'read',
  summary: {
    fr: 'Lire un hôte : disques, ports à l’écoute',
    en: 'Read a host: disks, listening ports',
  },
  params: idParams,
  reply: assetRefWithStateSchema.extend({
    /** How many; they are software of the asset on the map. */
    packages: z.number().int(),
    disks: z.array(
      z.object({
        mountPoint: z.string(),
        device: z.string(),
        fileSystem: z.string(),
        totalBytes: z.number(),
        freeBytes: z.number(),
        totalInodes: z.number(),
        freeInodes: z.number(),
        seenAt: instant,
      }),
    ),
    sockets: z.array(
      z.object({ protocol: z.string(), address: z.string(), port: z.number(), process: z.string() }),
    ),
  }),
});
