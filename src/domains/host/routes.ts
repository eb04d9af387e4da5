import { notFound } from '#platform/problems.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import { listHosts, readHost } from './api.ts';
import { listHostRows, readHostParts } from './store.ts';

type HostRow = Awaited<ReturnType<typeof listHostRows>>[number];

function assetOf(row: HostRow) {
  const { id, name, type, code, availability, integrity, confidentiality, unknown, planned } = row;
  return { id, name, type, code, state: { availability, integrity, confidentiality, unknown, planned } };
}

export const hostRoutes: readonly Route[] = [
  route(listHosts, async ({ db, actor }) => {
    const rows = await listHostRows(db, actor);
    return {
      items: rows.map((row) => ({
        ...assetOf(row),
        os: row.os,
        packages: row.packages,
        sockets: row.sockets,
        fullestDisk: row.fullest,
        seenAt: row.seen_at?.toISOString() ?? null,
      })),
    };
  }),

  route(readHost, async ({ db, actor, params }) => {
    const row = (await listHostRows(db, actor)).find((one) => one.id === params.id);
    if (row === undefined) throw notFound({ fr: 'Hôte', en: 'Host' });
    const { disks, sockets } = await readHostParts(db, params.id);
    return {
      ...assetOf(row),
      packages: row.packages,
      sockets,
      disks: disks.map((disk) => ({
        mountPoint: disk.mount_point,
        device: disk.device,
        fileSystem: disk.file_system,
        totalBytes: Number(disk.total_bytes),
        freeBytes: Number(disk.free_bytes),
        totalInodes: Number(disk.total_inodes),
        freeInodes: Number(disk.free_inodes),
        seenAt: disk.seen_at.toISOString(),
      })),
    };
  }),
];
