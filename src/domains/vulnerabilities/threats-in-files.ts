import type { CvssVector, EpssScore, KevEntry, SsvcFacts } from '#engines/advisory/advisory.ts';
import { cvssOfMetrics, ssvcOfMetrics } from '#engines/advisory/read-cve-metrics.ts';
import { readEpss } from '#engines/feeds/read-epss.ts';
import { readKevEntry } from '#engines/feeds/read-kev.ts';
import { isJsonObject, jsonField } from '#engines/json-value.ts';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import type { Text } from '#engines/text.ts';
import { readRawRecords } from './feed-files.ts';
import type { RawRecord } from './feed-files.ts';
import type { FeedFile } from './feed-layout.ts';
import { fewAtATime } from './few-at-a-time.ts';
import { dateIn, notJson } from './load-rules.ts';

/** What files of feeds say of the danger of one vulnerability. */
export interface FileThreat {
  kev: KevEntry | null;
  epss: EpssScore | null;
  ssvc: SsvcFacts | null;
  cvss: readonly CvssVector[];
}

/** Looks up vulnerabilities by their CVE number in the KEV, EPSS and CVE files; the rest of these files is not parsed. */
export async function threatsInFiles(
  files: readonly FeedFile[],
  cves: ReadonlySet<string>,
  onFault: (place: string, fault: Text) => void,
): Promise<ReadonlyMap<string, FileThreat>> {
  const threats = new Map<string, FileThreat>();
  for (const cve of cves) threats.set(cve, { kev: null, epss: null, ssvc: null, cvss: [] });
  if (cves.size === 0) return threats;
  const ordered = files.toSorted((a, b) => (dateIn(a.name) < dateIn(b.name) ? -1 : 1));
  const lastCatalogue = ordered.findLast(({ feed }) => feed.kind === 'kev');
  const sought: Sought = { threats, codes: new Set([...cves].map((cve) => numberCode(Buffer.from(cve), 0))) };
  await fewAtATime(ordered, async (file): Promise<void> => {
    const { kind } = file.feed;
    if (kind === 'epss') await readScores(file, sought, onFault);
    else if (kind === 'kev' && file === lastCatalogue) await readCatalogue(file, threats, onFault);
    else if (kind === 'cve') await readMetrics(file, sought, onFault);
  });
  return threats;
}

type OnFault = (place: string, fault: Text) => void;
type Threats = ReadonlyMap<string, FileThreat>;

interface Sought {
  readonly threats: Threats;
  /** `numberCode` of each, made once: a folder may hold a file a record. */
  readonly codes: ReadonlySet<number>;
}

async function readScores(file: FeedFile, { threats, codes }: Sought, onFault: OnFault): Promise<void> {
  let table = '';
  let rows = 0;
  const isWanted = (line: Buffer): boolean => rows++ < 2 || codes.has(numberCode(line, 0));
  for await (const records of readRawRecords(file.path, 'epss', { name: file.name, as: 'lines', isWanted }))
    for (const { place, bytes, fault } of records) {
      if (bytes === null) onFault(place, fault);
      else table += `${bytes.toString('utf8')}\n`;
    }
  const date = dateIn(file.name);
  for (const score of readEpss(table).value?.scores ?? []) {
    const threat = threats.get(score.cve);
    const before = threat === undefined ? undefined : dates.get(threat);
    if (threat === undefined || (before !== undefined && before > date)) continue;
    threat.epss = score;
    dates.set(threat, date);
  }
}

/** Of which date the score is: files come in no order. */
const dates = new WeakMap<FileThreat, string>();

async function readCatalogue(file: FeedFile, threats: Threats, onFault: OnFault): Promise<void> {
  for await (const records of readRawRecords(file.path, 'kev', { name: file.name }))
    for (const record of records) {
      const value = parsed(record, onFault);
      const entry = value === null ? null : readKevEntry(value).value;
      const threat = entry === null ? undefined : threats.get(entry.cve);
      if (threat !== undefined) threat.kev = entry;
    }
}

const cveId = Buffer.from('"cveId"');

async function readMetrics(file: FeedFile, { threats, codes }: Sought, onFault: OnFault): Promise<void> {
  const isWanted = (record: Buffer): boolean => {
    const at = record.indexOf(cveId);
    const start = at < 0 ? -1 : record.indexOf('CVE-', at + cveId.length, 'latin1');
    return start >= 0 && codes.has(numberCode(record, start));
  };
  for await (const records of readRawRecords(file.path, 'cve', { name: file.name, isWanted }))
    for (const record of records) {
      const value = parsed(record, onFault);
      if (!isJsonObject(value ?? undefined)) continue;
      const { cve, containers } = partsOf(value as JsonObject);
      const threat = threats.get(cve);
      if (threat === undefined) continue;
      threat.ssvc ??= containers.map((one) => ssvcOfMetrics(one)).find((one) => one !== null) ?? null;
      threat.cvss = [...threat.cvss, ...containers.flatMap((one) => cvssOfMetrics(one, 'cna'))];
    }
}

function partsOf(record: JsonObject): { cve: string; containers: readonly JsonObject[] } {
  const metadata = jsonField(record, 'cveMetadata');
  const cve = isJsonObject(metadata) ? jsonField(metadata, 'cveId') : undefined;
  const containers = jsonField(record, 'containers');
  const [cna, adp] = isJsonObject(containers)
    ? [jsonField(containers, 'cna'), jsonField(containers, 'adp')]
    : [];
  const all = [cna, ...(Array.isArray(adp) ? (adp as readonly JsonValue[]) : [])];
  return { cve: typeof cve === 'string' ? cve : '', containers: all.filter((one) => isJsonObject(one)) };
}

function parsed({ place, bytes, fault }: RawRecord, onFault: OnFault): JsonValue | null {
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

const hyphen = 0x2d;

/** The digits of a CVE number that starts here, as a number: millions of lines are told by it without making texts. */
function numberCode(bytes: Buffer, start: number): number {
  let code = 0;
  for (let at = start + 4; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x30 && byte <= 0x39) code = code * 11 + (byte - 0x30) + 1;
    else if (byte === hyphen) code *= 11;
    else break;
  }
  return code;
}
