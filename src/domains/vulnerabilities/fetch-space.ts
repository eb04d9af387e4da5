import { mkdir, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '#platform/problems.ts';

interface Held {
  readonly path: string;
  readonly bytes: number;
  readonly at: number;
}

async function heldFiles(folder: string): Promise<Held[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files: Held[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const info = await stat(path).catch(() => null);
    if (info !== null) files.push({ path, bytes: info.size, at: info.mtimeMs });
  }
  return files;
}

/**
 * Makes sure that the folder of feeds and its disk can take so many bytes more; parts of other downloads, the oldest
 * first, give way.
 * @throws Problem `feed-disk`
 */
export async function makeRoom(
  allFolder: string,
  ownFolder: string,
  wanted: number,
  limit: number,
): Promise<void> {
  await mkdir(ownFolder, { recursive: true });
  const files = await heldFiles(allFolder);
  let held = files.reduce((sum, file) => sum + file.bytes, 0);
  const parts = files
    .filter((file) => file.path.endsWith('.part') && !file.path.startsWith(join(ownFolder, '/')))
    .toSorted((one, other) => one.at - other.at);
  for (const part of parts) {
    if (held + wanted <= limit) break;
    await rm(part.path, { force: true });
    held -= part.bytes;
  }
  const disk = await statfs(allFolder);
  // A little is left to the databases that share the disk.
  const free = disk.bavail * disk.bsize - disk.blocks * disk.bsize * 0.02;
  if (held + wanted <= limit && wanted <= free) return;
  const mebibytes = Math.ceil(wanted / 1_048_576);
  throw new Problem('feed-disk', 507, {
    fr: `Il faut ${mebibytes} Mio dans ${allFolder}, et il n’y a pas cette place. Libérez le disque, puis relancez.`,
    en: `${mebibytes} MiB are needed in ${allFolder} and there is not that much room. Free the disk, then run again.`,
  });
}
