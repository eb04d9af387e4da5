/** Rebuilds of Red Hat Enterprise Linux, whose fixes bear its version numbers. */
const rebuilds: readonly string[] = ['rocky', 'almalinux', 'centos'];

/** The namespaces that speak for a package of a release, as `rpm:rocky-9`. */
export function releaseNamespaces(kind: string, release: string): readonly string[] {
  const [, id = '', number = ''] = /^(.*)-([^-]*)$/.exec(release) ?? [];
  const own = `${kind}:${release}`;
  return kind === 'rpm' && rebuilds.includes(id) ? [own, `rpm:rhel-${number}`] : [own];
}

/** Debian backports of suite N are built from suite N+1: `debian-12` and `1.2-1~bpo12+1` are judged as `1.2-1` of `debian-13`. */
export function backport(release: string, version: string): { release: string; version: string } {
  const match = /^(.*)~bpo\.?(\d+)\+[\d.]+$/s.exec(version);
  if (match === null || !release.startsWith('debian-')) return { release, version };
  // Before Debian 10, `~bpo80+1` was the backport for Debian 8.
  const suite =
    Number(match[2]) >= 40 && Number(match[2]) % 10 === 0 ? Number(match[2]) / 10 : Number(match[2]);
  return { release: `debian-${suite + 1}`, version: match[1] ?? version };
}
