/** Releases by their code names, as purls and repositories write them. */
const codenames: Readonly<Record<string, readonly [id: string, release: string]>> = {
  jessie: ['debian', '8'],
  stretch: ['debian', '9'],
  buster: ['debian', '10'],
  bullseye: ['debian', '11'],
  bookworm: ['debian', '12'],
  trixie: ['debian', '13'],
  forky: ['debian', '14'],
  sid: ['debian', 'sid'],
  trusty: ['ubuntu', '14.04'],
  xenial: ['ubuntu', '16.04'],
  bionic: ['ubuntu', '18.04'],
  focal: ['ubuntu', '20.04'],
  jammy: ['ubuntu', '22.04'],
  noble: ['ubuntu', '24.04'],
  resolute: ['ubuntu', '26.04'],
};

const ids: Readonly<Record<string, string>> = {
  redhat: 'rhel',
  'red-hat': 'rhel',
  rockylinux: 'rocky',
  alma: 'almalinux',
  oraclelinux: 'ol',
  amazon: 'amzn',
  amazonlinux: 'amzn',
  suse: 'sles',
  opensuse: 'opensuse-leap',
};

/** Distributions whose advisories speak of whole major releases. */
const byMajor: readonly string[] = ['debian', 'rhel', 'rocky', 'almalinux', 'centos', 'ol', 'amzn', 'fedora'];

/**
 * A distribution as advisories name it, from what sources write: `debian-12.5`, `bookworm`, `debian-bookworm`,
 * `Debian 12` are `debian-12`; `rhel-9.4` is `rhel-9`, `alpine-v3.20.1` is `alpine-3.20`. Empty when no release is told.
 */
export function distributionRelease(text: string): string {
  let release = known.get(text);
  if (release !== undefined) return release;
  release = readRelease(text);
  // All packages of a host say the same.
  if (known.size >= maxKnown) known.clear();
  known.set(text, release);
  return release;
}

const known = new Map<string, string>();
const maxKnown = 200;

function readRelease(text: string): string {
  const plain = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_:/]+/g, '-');
  const last = plain.slice(plain.lastIndexOf('-') + 1);
  const named = Object.hasOwn(codenames, last) ? codenames[last] : undefined;
  if (named !== undefined) return named.join('-');
  const match = /^([a-z][a-z0-9.-]*?)-(?:v|leap-|linux-)?(\d+(?:\.\d+)*)$/.exec(plain);
  const spelled = match?.[1] ?? '';
  const id = (Object.hasOwn(ids, spelled) ? ids[spelled] : undefined) ?? spelled;
  if (match === null || id === '') return rolling.has(plain) ? plain : '';
  const [major = '', minor] = (match[2] ?? '').split('.');
  return byMajor.includes(id) || minor === undefined ? `${id}-${major}` : `${id}-${major}.${minor}`;
}

const rolling: ReadonlySet<string> = new Set(['wolfi', 'chainguard', 'arch']);

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
