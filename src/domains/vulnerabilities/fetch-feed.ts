import { fetchCertFr } from './fetch-certfr.ts';
import { fetchCsaf } from './fetch-csaf.ts';
import { fetchCveList } from './fetch-cve-list.ts';
import { fetchFile } from './fetch-file.ts';
import { fetchFolder } from './fetch-folder.ts';
import { fetchNvdApi, fetchNvdFiles } from './fetch-nvd.ts';
import { fetchOsv } from './fetch-osv.ts';
import type { FetchContext, Fetching } from './fetch-plan.ts';
import type { FeedOrigin } from './fetch-policy.ts';
import { allowedPath } from './fetch-policy.ts';

/**
 * Brings what a feed has published since its cursor, in batches that each stand alone: once one is in the database, the
 * next run goes on after it.
 * @throws Problem
 */
export async function* fetchFeed(
  context: FetchContext,
  origin: FeedOrigin,
  allowedFolders: readonly string[],
): Fetching {
  if (origin.kind === 'folder') {
    yield* fetchFolder(context, await allowedPath(origin.path, allowedFolders));
    return;
  }
  yield* wayOf(context, origin.url);
}

/** How an address is read follows from its kind and its form, so that a mirror is read as what it copies. */
function wayOf(context: FetchContext, url: URL): Fetching {
  const path = url.pathname;
  const isFolder = path.endsWith('/');
  const isArchive = /\.(zip|gz|jsonl)$/i.test(path);
  switch (context.feed.kind) {
    case 'cve':
      return /\/releases(\/latest)?(\.json)?$/.test(path)
        ? fetchCveList(context, url)
        : fetchFile(context, url);
    case 'nvd':
      if (/\/cves\/2\.0\/?$/.test(path)) return fetchNvdApi(context, url);
      return isFolder ? fetchNvdFiles(context, url) : fetchFile(context, url);
    case 'csaf':
      return isArchive ? fetchFile(context, url) : fetchCsaf(context, url);
    case 'osv':
      return isFolder ? fetchOsv(context, url) : fetchFile(context, url);
    case 'certfr':
      return isFolder ? fetchCertFr(context, url) : fetchFile(context, url);
    case 'kev':
    case 'epss':
    case 'debian':
    case 'debian-changelog':
    case 'ossa':
      return fetchFile(context, url);
  }
}
