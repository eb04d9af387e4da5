/** A document that a CSAF provider lists. */
export interface ListedDocument {
  readonly url: URL;
  /** As the provider writes it; empty when it gives none. */
  readonly updated: string;
  /** Where its hashes lie, when the listing says so; null: nothing is said of hashes. */
  readonly sha256: URL | null;
  readonly sha512: URL | null;
  /** A signature is published beside it. */
  readonly isSigned: boolean;
}

const mostDocuments = 200_000;

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

function address(value: unknown, base: URL): URL | null {
  return typeof value === 'string' && value.length <= 2000 ? URL.parse(value, base.href) : null;
}

export interface ProviderMetadata {
  readonly rolie: readonly URL[];
  readonly directories: readonly URL[];
  readonly lastUpdated: string;
}

/** Where a provider-metadata.json (CSAF 2.0 §7.1.7) says that its public documents lie, or null when it is none. */
export function readProviderMetadata(document: unknown, base: URL): ProviderMetadata | null {
  const metadata = record(document);
  if (!Array.isArray(metadata['distributions'])) return null;
  const rolie: URL[] = [];
  const directories: URL[] = [];
  for (const distribution of list(metadata['distributions']).slice(0, 100).map(record)) {
    const directory = address(distribution['directory_url'], base);
    if (directory !== null) directories.push(asFolder(directory));
    for (const feed of list(record(distribution['rolie'])['feeds']).slice(0, 200).map(record)) {
      const url = address(feed['url'], base);
      const label = feed['tlp_label'];
      // Others ask for an agreement with the provider.
      if (url !== null && (label === undefined || label === 'WHITE' || label === 'CLEAR')) rolie.push(url);
    }
  }
  const { last_updated: lastUpdated } = metadata;
  return {
    rolie,
    directories,
    lastUpdated: typeof lastUpdated === 'string' ? lastUpdated : '',
  };
}

export function asFolder(url: URL): URL {
  const folder = new URL(url);
  if (!folder.pathname.endsWith('/')) folder.pathname += '/';
  return folder;
}

/** Documents of a ROLIE feed (RFC 8322, CSAF 2.0 §7.1.15), or null when it is none. */
export function readRolie(document: unknown, base: URL): ListedDocument[] | null {
  const entries = record(record(document)['feed'])['entry'];
  if (!Array.isArray(entries)) return null;
  return entries.slice(0, mostDocuments).flatMap((value) => {
    const entry = record(value);
    const links = list(entry['link']).slice(0, 20).map(record);
    const url =
      address(record(entry['content'])['src'], base) ??
      address(links.find((link) => link['rel'] === 'self')?.['href'], base);
    if (url === null) return [];
    const hashes = links.filter((link) => link['rel'] === 'hash').map((link) => address(link['href'], base));
    const ending = (text: string) => hashes.find((hash) => hash?.pathname.endsWith(text) === true) ?? null;
    return [
      {
        url,
        updated: typeof entry['updated'] === 'string' ? entry['updated'] : '',
        sha256: ending('.sha256'),
        sha512: ending('.sha512'),
        isSigned: links.some((link) => link['rel'] === 'signature'),
      },
    ];
  });
}

/** Documents of a directory (CSAF 2.0 §7.1.12 and §7.1.13): `changes.csv` with its dates, or `index.txt` without. */
export function readDirectory(text: string, kind: 'changes.csv' | 'index.txt', base: URL): ListedDocument[] {
  const documents: ListedDocument[] = [];
  for (const line of text.split(/\r?\n/, mostDocuments)) {
    const [, path = '', updated = ''] =
      kind === 'index.txt'
        ? ['', line.trim()]
        : (/^\s*"?([^",]+)"?\s*[,;]\s*"?([^",;]*)"?\s*$/.exec(line) ?? []);
    // Inside the directory: a line is a path, never an address of its own.
    if (!path.endsWith('.json') || /^[a-z]+:|^\/|(?:^|\/)\.\.(?:\/|$)/i.test(path)) continue;
    const url = URL.parse(path.split('/').map(encodeURIComponent).join('/'), base.href);
    if (url === null) continue;
    documents.push({
      url,
      updated: updated.trim(),
      sha256: new URL(`${url.href}.sha256`),
      sha512: new URL(`${url.href}.sha512`),
      isSigned: false,
    });
  }
  return documents;
}

/** The hash of a `.sha256` or `.sha512` file: hexadecimal, then perhaps a name. */
export function readHashFile(text: string, algorithm: 'sha256' | 'sha512'): string | null {
  const length = algorithm === 'sha256' ? 64 : 128;
  const hash = /^\uFEFF?\s*([0-9a-fA-F]+)/.exec(text.slice(0, 400))?.[1] ?? '';
  return hash.length === length ? hash.toLowerCase() : null;
}
