import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseMounts, realMounts, type Mount } from '#engines/host/mounts.ts';
import type { InputProblem } from '#engines/result.ts';
import { readFailed, readOk, type ReadResult } from './read-result.ts';
import { errorCode, readText } from './read-text.ts';

export interface HostDisk {
  readonly mountPoint: string;
  readonly device: string;
  readonly fileSystem: string;
  readonly readOnly: boolean;
  /** What ordinary programs can use, so that `1 - free / total` is the share that `df` shows. */
  readonly totalBytes: number;
  readonly freeBytes: number;
  /** With the blocks kept for root. */
  readonly sizeBytes: number;
  /** Null when the file system is made without room. */
  readonly usedPercent: number | null;
  /** 0 where inodes are made as needed (btrfs, vfat). */
  readonly totalInodes: number;
  readonly freeInodes: number;
}

const maxMountsBytes = 4_194_304;
const maxDisks = 500;
const answerWithinMs = 5000;

function diskProblem(mount: Mount, why: string): InputProblem {
  return {
    code: 'host.disk-unreadable',
    path: mount.mountPoint,
    message: {
      fr: `La place de ${mount.mountPoint} (${mount.device}) n’a pas pu être lue : ${why}.`,
      en: `The space of ${mount.mountPoint} (${mount.device}) could not be read: ${why}.`,
    },
  };
}

async function readDisk(mount: Mount, root: string): Promise<HostDisk | InputProblem> {
  try {
    // A disk that hangs holds its thread; it must not hold the reading of the others.
    const read = await Promise.race([
      statfs(join(root, mount.mountPoint)),
      sleep(answerWithinMs, null, { ref: false }),
    ]);
    if (read === null) return diskProblem(mount, 'ETIMEDOUT');
    const { bsize, blocks, bfree, bavail, files, ffree } = read;
    const used = Math.max(0, blocks - bfree);
    const usable = used + bavail;
    return {
      ...mount,
      totalBytes: usable * bsize,
      freeBytes: bavail * bsize,
      sizeBytes: blocks * bsize,
      usedPercent: usable === 0 ? null : (100 * used) / usable,
      totalInodes: files,
      freeInodes: ffree,
    };
  } catch (error) {
    return diskProblem(mount, errorCode(error));
  }
}

/** Room left on the local disks of this host, one by one. Fails when none could be read. */
export async function readDisks(root = '/'): Promise<ReadResult<readonly HostDisk[]>> {
  const read = await readText(join(root, 'proc/self/mounts'), maxMountsBytes);
  if (!read.ok) return { ok: false, problem: read.problem };
  const { value: mounts, problems } = parseMounts(read.text);
  const disks: HostDisk[] = [];
  const all: InputProblem[] = [...problems];
  // One after the other: a hanging disk then costs one thread of the pool at a time, not all of them.
  for (const mount of realMounts(mounts).slice(0, maxDisks)) {
    const disk = await readDisk(mount, root);
    if ('code' in disk) all.push(disk);
    else disks.push(disk);
  }
  if (disks.length > 0) return readOk(disks, all);
  const [first] = all;
  if (first) return { ok: false, problem: first };
  return readFailed('host.no-disk', {
    fr: 'Aucun disque local n’est monté.',
    en: 'No local disk is mounted.',
  });
}
