import { sql } from 'kysely';
import type { Rule } from '#map/rule.ts';
import { rule } from '#map/rule.ts';

/** Share used from which a disk is a finding, and from which the host is about to fail. */
const warningShare = 0.85;
const criticalShare = 0.95;

interface FullDisk {
  readonly asset_id: string;
  readonly name: string;
  readonly mount_point: string;
  readonly total_bytes: string;
  readonly free_bytes: string;
  readonly used: number;
  readonly inodes_used: number;
}

const diskFull = rule({
  id: 'host.disk-full',
  title: { fr: 'Disque presque plein', en: 'Disk almost full' },
  remedy: {
    fr: 'Libérez de l’espace ou agrandissez le volume ; commencez par les journaux et les anciennes sauvegardes.',
    en: 'Free space or extend the volume; begin with logs and old backups.',
  },
  severity: 2,
  everySeconds: 60,
  wakes: ['source'],
  find: async (db) => {
    const { rows } = await sql<FullDisk>`
      select disk.asset_id, asset.name, disk.mount_point, disk.total_bytes, disk.free_bytes,
        1 - disk.free_bytes::float8 / disk.total_bytes as used,
        coalesce(1 - disk.free_inodes::float8 / nullif(disk.total_inodes, 0), 0) as inodes_used
      from host.disk as disk join map.asset as asset on asset.id = disk.asset_id and asset.retired_at is null
      where disk.total_bytes > 0
        and (1 - disk.free_bytes::float8 / disk.total_bytes >= ${warningShare}
          or 1 - disk.free_inodes::float8 / nullif(disk.total_inodes, 0) >= ${warningShare})
    `.execute(db);
    return rows.map((disk) => {
      const worst = Math.max(disk.used, disk.inodes_used);
      // Full to the whole per cent: a figure that moves with each byte would make each look a change.
      const percent = Math.floor(worst * 100);
      const what =
        disk.inodes_used > disk.used ? { fr: 'inodes', en: 'inodes' } : { fr: 'espace', en: 'space' };
      return {
        assetId: disk.asset_id,
        key: disk.mount_point,
        severity: worst >= criticalShare ? 3 : 2,
        effect: worst >= criticalShare ? { availability: 2 as const } : {},
        title: {
          fr: `${disk.name} : ${disk.mount_point} plein à ${percent} % (${what.fr})`,
          en: `${disk.name}: ${disk.mount_point} ${percent}% full (${what.en})`,
        },
        evidence: {
          mountPoint: disk.mount_point,
          totalBytes: Number(disk.total_bytes),
          usedPercent: percent,
        },
      };
    });
  },
});

export const hostRules: readonly Rule[] = [diskFull];
