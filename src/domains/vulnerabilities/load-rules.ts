import type { Advisory, AdvisoryRule } from '#engines/advisory/advisory.ts';
import { groupDebianChangelog, readDebianChangelog } from '#engines/feeds/read-debian-changelog.ts';
import type { JsonValue } from '#engines/json-value.ts';
import { nameKey } from '#engines/matching/rule-index.ts';
import type { RuleSource } from '#engines/matching/rule-index.ts';
import type { Text } from '#engines/text.ts';
import { readRawRecords } from './feed-files.ts';
import type { RawRecord } from './feed-files.ts';
import type { FeedFile } from './feed-layout.ts';
import type { FeedKind } from './feed-record.ts';
import { fewAtATime } from './few-at-a-time.ts';
import { mentionsOne } from './mentions.ts';
import { readRecord } from './read-record.ts';
import type { WantedNames } from './wanted-names.ts';

/** What an advisory says of the inventory, and where it stands. */
export interface LoadedSource extends RuleSource {
  /** File and record, as `cve5/cve5-estate.jsonl.gz:1204`; the pointer of a rule goes on from there. */
  readonly place: string;
  readonly aliases: readonly string[];
}

export interface LoadOptions {
  /** False reads every record, to hold the other way against it. */
  readonly isFiltered?: boolean;
  readonly onFault: (place: string, fault: Text) => void;
}

/** The rules of feed files that speak of the names of an inventory; files that cannot are not opened. */
export async function loadRules(
  files: readonly FeedFile[],
  wanted: WantedNames,
  options: LoadOptions,
): Promise<readonly LoadedSource[]> {
  const speaking = newest(files).filter(({ feed }) => canSpeak(feed.kind, feed.id, wanted.kinds));
  const loads = await fewAtATime(speaking, (file) =>
    (file.feed.kind === 'debian-changelog' ? loadChangelog : loadFile)(file, wanted, options),
  );
  return loads.flat();
}

/** Of several dates of the KEV catalogue the last one counts; other feeds add up. */
function newest(files: readonly FeedFile[]): readonly FeedFile[] {
  const catalogues = files.filter(({ feed }) => feed.kind === 'kev');
  const last = catalogues.toSorted((a, b) => (dateIn(a.name) < dateIn(b.name) ? -1 : 1)).at(-1);
  return files.filter((file) => file.feed.kind !== 'kev' || file === last);
}

export function dateIn(name: string): string {
  return /\d{4}-\d\d-\d\d/.exec(name)?.[0] ?? name;
}

const ofDistributions: readonly string[] = ['deb', 'rpm', 'apk'];

/** Whether a feed can speak of what is installed: Debian packages answer to Debian alone. */
export function canSpeak(kind: FeedKind, id: string, kinds: ReadonlySet<string>): boolean {
  const hasOthers = [...kinds].some((one) => !ofDistributions.includes(one));
  switch (kind) {
    case 'debian':
    case 'debian-changelog':
      return kinds.has('deb');
    case 'csaf':
    case 'cve':
      return hasOthers || kinds.has('rpm');
    case 'osv':
      return hasOthers || (!isOfLanguage(id) && kinds.size > 0);
    case 'nvd':
    case 'ossa':
    case 'kev':
      return hasOthers;
    case 'epss':
    case 'certfr':
      return false;
  }
}

function isOfLanguage(id: string): boolean {
  return /^osv:(?:npm|pypi|maven|go|crates\.io|rubygems|packagist|nuget|hex|pub|bitnami|github)$/.test(id);
}

async function loadFile(
  file: FeedFile,
  wanted: WantedNames,
  options: LoadOptions,
): Promise<readonly LoadedSource[]> {
  const { kind, id } = file.feed;
  const isWanted = options.isFiltered === false ? undefined : mentionsOne(kind, wanted);
  const sources: LoadedSource[] = [];
  const reading = readRawRecords(file.path, kind, {
    name: file.name,
    ...(isWanted === undefined ? {} : { isWanted }),
  });
  for await (const records of reading)
    for (const record of records) {
      const value = valueOf(record, options);
      if (value === null) continue;
      for (const advisory of readRecord(kind, value).advisories)
        keep(sources, advisory, id, record.place, wanted);
    }
  return sources;
}

function valueOf({ place, bytes, fault }: RawRecord, { onFault }: LoadOptions): JsonValue | null {
  if (bytes === null) {
    onFault(place, fault);
    return null;
  }
  try {
    return JSON.parse(bytes.toString('utf8')) as JsonValue;
  } catch {
    onFault(place, notJson);
    return null;
  }
}

export const notJson: Text = {
  fr: 'cette fiche n’est pas du JSON : elle est laissée de côté.',
  en: 'this record is not JSON: it is left out.',
};

/** Lines that name one CVE of one source are judged together, whatever their place in the file. */
async function loadChangelog(
  file: FeedFile,
  wanted: WantedNames,
  options: LoadOptions,
): Promise<readonly LoadedSource[]> {
  const lines: JsonValue[] = [];
  const isWanted = options.isFiltered === false ? undefined : mentionsOne('debian-changelog', wanted);
  const reading = readRawRecords(file.path, 'debian-changelog', {
    name: file.name,
    ...(isWanted === undefined ? {} : { isWanted }),
  });
  for await (const records of reading)
    for (const record of records) {
      const value = valueOf(record, options);
      if (value !== null) lines.push(value);
    }
  const sources: LoadedSource[] = [];
  for (const group of groupDebianChangelog(lines).value)
    for (const advisory of readDebianChangelog(group).value)
      keep(sources, advisory, file.feed.id, `${file.name}#${advisory.key.replace('#', '/')}`, wanted);
  return sources;
}

function keep(
  sources: LoadedSource[],
  { key, vulnerability, aliases, rules, state }: Advisory,
  feed: string,
  place: string,
  { keys }: WantedNames,
): void {
  if (state === 'rejected') return;
  const own = rules.filter((rule: AdvisoryRule) => keys.has(nameKey(rule.namespace, rule.name)));
  if (own.length > 0) sources.push({ feed, key, vulnerability, aliases, rules: own, place });
}
