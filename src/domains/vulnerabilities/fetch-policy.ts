import { isAbsolute, relative } from 'node:path';
import { realpath } from 'node:fs/promises';
import { parseAllowList } from '#platform/net/allow-list.ts';
import type { Reach } from '#platform/net/dial.ts';
import { HttpProblem, shownUrl } from '#platform/net/http-problems.ts';
import { parseHostName } from '#platform/net/ip-address.ts';
import type { NameResolver } from '#platform/net/resolve-name.ts';
import { Problem } from '#platform/problems.ts';

/**
 * Where the requests of one feed may go. Its own host, chosen by an administrator: public addresses over https, and
 * whatever `VIGIE_ALLOWED_TARGETS` lists, over http too. Another host, named by a redirection or by a document: public
 * addresses over https, by name, and nothing else, so that no feed can turn Vigie against the inside.
 */
export function feedReach(
  origin: URL,
  allowedTargets: readonly string[],
  names: NameResolver,
): (url: URL) => Reach {
  const listed = parseAllowList(allowedTargets).value;
  return (url) => {
    const name = parseHostName(url.hostname);
    const secure = url.protocol === 'https:';
    if (url.hostname === origin.hostname) {
      // A name opens its public addresses; a literal address, and plain http, only what the operator listed.
      const own = secure && name !== null ? parseAllowList([...allowedTargets, name]).value : listed;
      return { allowList: () => own, names };
    }
    if (!secure || name === null) throw elsewhere(url);
    const publicOnly = parseAllowList([name]).value;
    return { allowList: () => publicOnly, names };
  };
}

function elsewhere(url: URL): HttpProblem {
  return new HttpProblem('http-forbidden-address', {
    fr: `Le flux renvoie vers ${shownUrl(url)}, un autre hôte que le sien, sans TLS ou sans nom : Vigie n’y est pas allée.`,
    en: `The feed leads to ${shownUrl(url)}, another host than its own, without TLS or without a name: Vigie did not go there.`,
  });
}

export type FeedOrigin =
  | { readonly kind: 'address'; readonly url: URL }
  | { readonly kind: 'folder'; readonly path: string };

/** What an administrator wrote as the place of a feed, or null when it is neither an address nor an absolute path. */
export function parseOrigin(text: string): FeedOrigin | null {
  const trimmed = text.trim();
  if (isAbsolute(trimmed) && !trimmed.includes('\0')) return { kind: 'folder', path: trimmed };
  const url = URL.parse(trimmed);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    return null;
  url.hash = '';
  return { kind: 'address', url };
}

/**
 * The real path of a folder or file of a feed.
 * @throws Problem `feed-folder` when it is not there, or leads outside the folders of `VIGIE_FEED_FOLDERS`
 */
export async function allowedPath(path: string, folders: readonly string[]): Promise<string> {
  const real = await realpath(path).catch(() => null);
  if (real === null) {
    throw new Problem('feed-folder', 422, {
      fr: `${path} n’existe pas, ou Vigie n’a pas le droit de le lire.`,
      en: `${path} does not exist, or Vigie may not read it.`,
    });
  }
  for (const folder of folders) {
    const root = await realpath(folder).catch(() => null);
    if (root === null) continue;
    const inside = relative(root, real);
    if (inside === '' || (!inside.startsWith('..') && !isAbsolute(inside))) return real;
  }
  throw new Problem('feed-folder', 422, {
    fr: `${path} n’est pas dans un dossier autorisé. Ajoutez son dossier à VIGIE_FEED_FOLDERS, ou placez-y les fichiers.`,
    en: `${path} is not inside an allowed folder. Add its folder to VIGIE_FEED_FOLDERS, or put the files there.`,
  });
}
