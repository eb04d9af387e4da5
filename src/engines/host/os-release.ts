import type { Result } from '#engines/result.ts';

export interface OsRelease {
  /** `debian`, `rhel`, `alpine`…: lower case, what advisories are keyed by. */
  readonly id: string;
  readonly idLike: readonly string[];
  readonly name: string;
  readonly version: string;
  readonly versionId: string;
  readonly codename: string;
  readonly prettyName: string;
}

const assignment = /^([A-Z_][A-Z0-9_]{0,63})=(.*)$/;
const maxLines = 500;

/** Shell quoting as os-release(5) allows it: none, single, or double with `\$ \" \\ \`` escapes. */
function unquote(text: string): string {
  const trimmed = text.trim();
  if (/^'[^']*'$/.test(trimmed)) return trimmed.slice(1, -1);
  if (/^"(?:[^"\\]|\\.)*"$/.test(trimmed)) return trimmed.slice(1, -1).replaceAll(/\\([$"\\`])/g, '$1');
  return trimmed.replaceAll(/\\(.)/g, '$1');
}

/** Fields of `/etc/os-release`; null with one problem when it does not say which system this is. */
export function parseOsRelease(text: string): Result<OsRelease | null> {
  const fields = new Map<string, string>();
  for (const line of text.split('\n').slice(0, maxLines)) {
    const [, key, value] = assignment.exec(line.slice(0, 1000).trim()) ?? [];
    if (key !== undefined && value !== undefined) fields.set(key, unquote(value).slice(0, 300));
  }
  const get = (key: string): string => fields.get(key) ?? '';
  // The default of os-release(5); an empty file is no system at all.
  const id = get('ID').toLowerCase() || (fields.has('NAME') ? 'linux' : '');
  if (!/^[a-z0-9._-]{1,64}$/.test(id)) {
    const message = {
      fr: 'Le fichier os-release ne nomme pas le système (ID absent ou illisible).',
      en: 'The os-release file does not name the system (ID missing or unreadable).',
    };
    return { value: null, problems: [{ code: 'host.os-release', message }] };
  }
  const value: OsRelease = {
    id,
    idLike: get('ID_LIKE')
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => /^[a-z0-9._-]{1,64}$/.test(word)),
    name: get('NAME') || 'Linux',
    version: get('VERSION'),
    versionId: get('VERSION_ID'),
    codename: get('VERSION_CODENAME'),
    prettyName: get('PRETTY_NAME') || get('NAME') || 'Linux',
  };
  return { value, problems: [] };
}
