import { readCertFrFeed } from '#engines/feeds/read-certfr-feed.ts';
import { groupDebianChangelog } from '#engines/feeds/read-debian-changelog.ts';
import { cutDebianTracker } from '#engines/feeds/read-debian-tracker.ts';
import { wordOf } from '#engines/feeds/fields.ts';
import { isJsonObject } from '#engines/json-value.ts';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import type { FeedKind, FeedRecord } from './feed-record.ts';

/** Cuts documents that hold many records (a catalogue, a page of NVD, the tracker of Debian) to one record each. */
export async function* cutRecords(
  kind: FeedKind,
  records: AsyncIterable<FeedRecord>,
): AsyncGenerator<FeedRecord> {
  if (kind === 'debian-changelog') {
    yield* changelogGroups(records);
    return;
  }
  for await (const record of records) {
    const parts =
      record.text === null
        ? null
        : kind === 'certfr'
          ? bulletinParts(record.text)
          : partsOf(kind, record.text);
    if (parts === null) yield record;
    else
      for (const { name, value } of parts)
        yield { place: `${record.place}#${name}`.slice(0, 500), text: JSON.stringify(value), fault: null };
  }
}

interface Part {
  readonly name: string;
  readonly value: JsonValue;
}

/** Null when the text is one record, or no JSON: its reader then says so. */
function partsOf(kind: FeedKind, text: string): Iterable<Part> | null {
  const isWhole =
    kind === 'debian' ||
    (kind === 'kev' && !/^\s*\{\s*"cveID"/.test(text)) ||
    (kind === 'nvd' && /"(?:vulnerabilities|resultsPerPage)"\s*:/.test(text.slice(0, 2000)));
  if (!isWhole) return null;
  try {
    return kind === 'debian'
      ? trackerParts(JSON.parse(text) as JsonValue)
      : listParts(JSON.parse(text) as JsonValue);
  } catch {
    return null;
  }
}

/** RSS tells that a bulletin exists, and little of it: kept beside the bulletin itself, under a number of its own. */
function bulletinParts(text: string): readonly Part[] | null {
  if (!/^\uFEFF?\s*</.test(text)) return null;
  const { value } = readCertFrFeed(text);
  return value.length === 0
    ? null
    : value.map(({ id, title, publishedAt, summary, cves }) => ({
        name: id,
        // The form of the bulletin itself, so that one reader holds both to the same bounds.
        value: {
          rss: true,
          reference: id,
          title,
          initial_release_date: publishedAt,
          summary,
          cves: [...cves],
        },
      }));
}

function* trackerParts(document: JsonValue): Generator<Part> {
  for (const value of cutDebianTracker(document)) {
    const source = Object.keys(value)[0] ?? '';
    const issues = value[source];
    yield { name: `${source}/${isJsonObject(issues) ? Object.keys(issues)[0] : ''}`, value };
  }
}

function listParts(document: JsonValue): readonly Part[] | null {
  const list = isJsonObject(document) ? document['vulnerabilities'] : undefined;
  if (!Array.isArray(list)) return null;
  return list.map((value: JsonValue, index) => ({ name: numberOf(value) ?? `${index}`, value }));
}

function numberOf(value: JsonValue): string | null {
  if (!isJsonObject(value)) return null;
  const inner = value['cve'];
  const id = value['cveID'] ?? (isJsonObject(inner) ? inner['id'] : undefined);
  return typeof id === 'string' ? id : null;
}

/** What several lines of changelogs say of one CVE can only be judged together. */
async function* changelogGroups(records: AsyncIterable<FeedRecord>): AsyncGenerator<FeedRecord> {
  const lines: JsonValue[] = [];
  const places: string[] = [];
  for await (const record of records) {
    const value = record.text === null ? null : parsed(record.text);
    if (value === null) yield record;
    else {
      lines.push(value);
      places.push(record.place);
    }
  }
  const { value, problems } = groupDebianChangelog(lines);
  for (const { path = '', message } of problems)
    yield { place: places[Number(path.split('/')[1])] ?? path, text: null, fault: message };
  for (const group of value) yield { place: placeOf(group), text: JSON.stringify(group), fault: null };
}

function placeOf(group: JsonObject): string {
  const parts = ['suite', 'source', 'cve'].map((name) => wordOf(group, name) ?? '');
  return parts.join('/').slice(0, 500);
}

function parsed(text: string): JsonValue | null {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return null;
  }
}
