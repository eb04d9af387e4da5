import { readCveRecord } from '#engines/advisory/read-cve-record.ts';
import { readNvdRecord } from '#engines/advisory/read-nvd-record.ts';
import type { Advisory } from '#engines/advisory/advisory.ts';
import { readCertFr } from '#engines/feeds/read-certfr.ts';
import { readCsaf } from '#engines/feeds/read-csaf.ts';
import { readDebianChangelog } from '#engines/feeds/read-debian-changelog.ts';
import { readDebianTracker } from '#engines/feeds/read-debian-tracker.ts';
import { kevAdvisory, readKevEntry } from '#engines/feeds/read-kev.ts';
import { readOssa } from '#engines/feeds/read-ossa.ts';
import { readOsv } from '#engines/feeds/read-osv.ts';
import { isJsonObject } from '#engines/json-value.ts';
import type { JsonValue } from '#engines/json-value.ts';
import type { Result } from '#engines/result.ts';
import type { ReadRecord } from './compile-record.ts';
import type { FeedKind } from './feed-record.ts';

const readers: Readonly<Record<Exclude<FeedKind, 'epss'>, (record: JsonValue) => ReadRecord>> = {
  cve: (record) => one(readCveRecord(record)),
  nvd: (record) => one(readNvdRecord(record)),
  csaf: (record) => several(readCsaf(record)),
  osv: (record) => several(readOsv(record)),
  ossa: (record) => several(readOssa(record)),
  debian: (record) => several(readDebianTracker(record)),
  'debian-changelog': (record) => several(readDebianChangelog(record)),
  kev: (record) => ({ ...one(kevAdvisory(record)), kev: readKevEntry(record).value }),
  certfr: (record) => {
    const { value: bulletin, problems } = readCertFr(record);
    const isHint = isJsonObject(record) && record['rss'] === true;
    return { advisories: [], bulletin, isHint, problems };
  },
};

/** What the reader of a kind makes of one record. EPSS has no records: its file is a table. */
export function readRecord(kind: FeedKind, record: JsonValue): ReadRecord {
  return kind === 'epss' ? { advisories: [], problems: [] } : readers[kind](record);
}

function one({ value, problems }: Result<Advisory | null>): ReadRecord {
  return { advisories: value === null ? [] : [value], problems };
}

function several({ value, problems }: Result<readonly Advisory[]>): ReadRecord {
  return { advisories: value, problems };
}
