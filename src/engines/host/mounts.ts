import type { InputProblem, Result } from '#engines/result.ts';

export interface Mount {
  readonly device: string;
  readonly mountPoint: string;
  readonly fileSystem: string;
  readonly readOnly: boolean;
}

const maxMounts = 10_000;

/** `\040` and the like, as the kernel writes spaces, tabs, newlines and backslashes. */
function unescape(text: string): string {
  return text.replaceAll(/\\([0-3][0-7]{2})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

/** Lines of `/proc/self/mounts` (fstab(5) form). Unreadable lines are reported and passed over. */
export function parseMounts(text: string): Result<readonly Mount[]> {
  const mounts: Mount[] = [];
  const problems: InputProblem[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '' || mounts.length >= maxMounts) continue;
    const [device, mountPoint, fileSystem, options] = line.slice(0, 10_000).split(' ');
    if (!device || !mountPoint?.startsWith('/') || !fileSystem || options === undefined) {
      if (problems.length < 20) {
        const message = {
          fr: `Ligne ${index + 1} : montage illisible.`,
          en: `Line ${index + 1}: unreadable mount.`,
        };
        problems.push({ code: 'host.mount-broken', line: index + 1, message });
      }
      continue;
    }
    const readOnly = options.split(',').includes('ro');
    mounts.push({ device: unescape(device), mountPoint: unescape(mountPoint), fileSystem, readOnly });
  }
  return { value: mounts, problems };
}

const local =
  /^(?:ext[234]|xfs|btrfs|zfs|bcachefs|f2fs|jfs|reiserfs|nilfs2|ufs|vfat|exfat|ntfs3?|fuseblk|hfsplus|apfs)$/;

/**
 * Mounts that hold data of this host and can fill up: local disks, the root whatever it is, each device once at its
 * shortest path (bind mounts show the same disk again). Remote file systems are left out: asking a dead server for its
 * size never returns.
 */
export function realMounts(mounts: readonly Mount[]): readonly Mount[] {
  const last = new Map<string, Mount>();
  for (const mount of mounts) last.set(mount.mountPoint, mount); // a later mount hides the one below it
  const byDevice = new Map<string, Mount>();
  for (const mount of last.values()) {
    const isRoot = mount.mountPoint === '/' && mount.fileSystem !== 'rootfs';
    if (!isRoot && !local.test(mount.fileSystem)) continue;
    // ZFS data sets and btrfs sub-volumes share space but have quotas of their own.
    const key = mount.fileSystem === 'zfs' ? `${mount.device} ${mount.mountPoint}` : mount.device;
    const known = byDevice.get(key);
    if (!known || mount.mountPoint.length < known.mountPoint.length) byDevice.set(key, mount);
  }
  return [...byDevice.values()].sort((one, other) => (one.mountPoint < other.mountPoint ? -1 : 1));
}
