import type { FeedKind } from './feed-record.ts';
import type { JsonCut } from './json-cutter.ts';

/** How the text of a file is cut into records; `whole` is for tables and XML, which their readers take whole. */
export type FeedCut = JsonCut | 'lines' | 'whole' | 'old-nvd';

const headBytes = 65_536;

/** How a file of a kind is cut, by its name and its first bytes. */
export function cutOf(kind: FeedKind, name: string, first: Buffer): FeedCut {
  const head = first
    .subarray(0, headBytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (kind === 'epss') return head.startsWith('{') || head.startsWith('[') ? { kind: 'documents' } : 'whole';
  if (head.startsWith('<')) return 'whole';
  if (isOfLines(name, first)) return 'lines';
  if (kind === 'debian') return { kind: 'members' };
  if (kind === 'nvd' && /"CVE_(?:data_type|Items)"\s*:/.test(head)) return 'old-nvd';
  const isCatalogue = kind === 'kev' && !/^\{\s*"cveID"/.test(head);
  if (isCatalogue || (kind === 'nvd' && /"(?:vulnerabilities|resultsPerPage)"\s*:/.test(head)))
    return { kind: 'list', name: 'vulnerabilities' };
  return head.startsWith('[') ? { kind: 'list', name: '' } : { kind: 'documents' };
}

/** By its name, or since its first line is a whole document and another one follows. */
function isOfLines(name: string, first: Buffer): boolean {
  if (/\.(?:jsonl|ndjson)(?:\.gz)?$/i.test(name)) return true;
  const end = first.indexOf(10);
  if (end < 0) return false;
  const next = first
    .subarray(end + 1, end + 100)
    .toString('utf8')
    .trimStart();
  return next.startsWith('{') && isDocument(first.subarray(0, end).toString('utf8'));
}

function isDocument(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line.replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
