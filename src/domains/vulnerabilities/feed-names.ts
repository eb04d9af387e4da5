import type { FeedKind } from './feed-record.ts';

/** Files that hold records, by their names; the rest of an archive or a folder is passed over. */
export function isFeedEntry(kind: FeedKind, name: string): boolean {
  const base = name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  if (
    base.startsWith('.') ||
    base.startsWith('_') ||
    /^(?:recent_activities|delta(?:log)?|index|changes|schema|package(?:-lock)?)\b/.test(base)
  )
    return false;
  if (kind === 'cve' && base.endsWith('.json') && /(?:^|\/)cves\//.test(name))
    return /^cve-\d{4}-\d+\.json$/.test(base);
  return /\.(?:json|jsonl|ndjson|csv|xml|rss|zip)(?:\.gz)?$/.test(base);
}
