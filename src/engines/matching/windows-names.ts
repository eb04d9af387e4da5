import type { KnownSystem } from './known-systems.ts';

/** Builds by release: `client`, `server` when both share the build. */
const builds: Readonly<Record<string, { readonly client?: string; readonly server?: string }>> = {
  '10240': { client: '10 1507' },
  '14393': { client: '10 1607', server: '2016' },
  '17763': { client: '10 1809', server: '2019' },
  '19041': { client: '10 2004' },
  '19042': { client: '10 20h2' },
  '19043': { client: '10 21h1' },
  '19044': { client: '10 21h2' },
  '19045': { client: '10 22h2' },
  '20348': { server: '2022' },
  '22000': { client: '11 21h2' },
  '22621': { client: '11 22h2' },
  '22631': { client: '11 23h2' },
  '25398': { server: '23h2' },
  '26100': { client: '11 24h2', server: '2025' },
  '26200': { client: '11 25h2' },
};

/**
 * Windows by what it says of itself, `Windows 10 22H2 build 19045.3086`, `Microsoft Windows Server 2019`: names by
 * edition, since each has its own builds and fixes. The revision of the build tells what is installed: without it the
 * version is not known. Null when the text speaks of no Windows as a system.
 */
export function windowsNames(title: string, version: string): KnownSystem | null {
  if (!/^(?:microsoft )?windows(?: (?:server|rt|nt|\d|xp|vista|pro|enterprise|version|build)|$)/.test(title))
    return null;
  const text = `${title} ${version.toLowerCase()}`;
  const [, build, revision] = /\b(?:10\.0\.|build |\()?(1\d{4}|2[0-9]{4})(?:\.(\d{1,6}))?\b/.exec(text) ?? [];
  const old = /\b(6\.[0-3]\.\d{4}\.\d{3,6})\b/.exec(text)?.[1];
  const full = build === undefined || revision === undefined ? (old ?? '') : `10.0.${build}.${revision}`;
  const edition = / server\b/.test(title) ? server(title, build) : client(title, build);
  return edition === null ? null : { names: edition, part: 'o', version: full };
}

function server(title: string, build: string | undefined): readonly string[] | null {
  const told = /\b(2008|2012|2016|2019|2022|2025)\b(?:\s*(r2))?/.exec(title);
  const release =
    told === null ? builds[build ?? '']?.server : `${told[1]}${told[2] === undefined ? '' : ' r2'}`;
  if (release === undefined) return null;
  const name = `microsoft:windows_server_${release.replace(' ', '_')}`;
  return / core\b/.test(title) ? [name, `${name}_(server_core_installation)`] : [name];
}

function client(title: string, build: string | undefined): readonly string[] | null {
  const major = /windows (10|11)\b/.exec(title)?.[1];
  const old = /windows (7|8\.1|8|xp|vista)\b/.exec(title)?.[1];
  if (old !== undefined)
    return [`microsoft:windows_${old}`, ...(old === '7' ? ['microsoft:windows_7_service_pack_1'] : [])];
  const told = /\b(\d\dh[12]|1507|1511|1607|1703|1709|1803|1809|1903|1909|2004)\b/.exec(title)?.[1];
  const ofBuild = builds[build ?? '']?.client;
  const release = major !== undefined && told !== undefined ? `${major} ${told}` : ofBuild;
  if (release === undefined) return major === undefined ? null : [`microsoft:windows_${major}`];
  const [own, edition] = release.split(' ');
  return [`microsoft:windows_${own}_version_${edition}`, `microsoft:windows_${own}_${edition}`];
}
