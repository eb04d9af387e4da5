import { endAt } from '#engines/advisory/span-ends.ts';
import type { SpanEnd } from '#engines/advisory/affected-types.ts';
import { isJsonObject } from '#engines/json-value.ts';
import type { JsonValue } from '#engines/json-value.ts';
import { maxVersionLength } from '#engines/version/compare-versions.ts';
import type { Scheme } from '#engines/version/schemes.ts';
import { listOf, textOf, textsOf } from './fields.ts';
import { weight } from './stretches.ts';
import type { Stretch } from './stretches.ts';

interface Event {
  readonly kind: 'introduced' | 'fixed' | 'last_affected' | 'limit';
  /** Null: `introduced: 0`, before every version. */
  readonly end: SpanEnd | null;
}

export interface OsvStretches {
  readonly affected: readonly Stretch[];
  /** All that the record does not name: it says that the rest is not affected (OSV schema, “Evaluation”). */
  readonly rest: readonly Stretch[];
  /** JSON pointers of ranges that cannot be read as versions, ranges of commits left out. */
  readonly unread: readonly string[];
}

const maxEvents = 2000;
const maxVersions = 20_000;

/** The ranges and the versions of one `affected` entry. Ranges of commits have no order and say nothing here. */
export function osvStretches(scheme: Scheme, item: JsonValue, pointer: string): OsvStretches {
  const affected: Stretch[] = [];
  const unread: string[] = [];
  let isOpenEnded = false;
  let hasRanges = false;
  for (const [index, range] of listOf(item, 'ranges').entries()) {
    if (textOf(range, 'type').toUpperCase() === 'GIT') continue;
    const own = `${pointer}/ranges/${index}`;
    const events = eventsOf(scheme, range);
    if (events.length === 0 || events.length > maxEvents) {
      unread.push(own);
      continue;
    }
    hasRanges = true;
    affected.push(...stretchesOf(events, own));
    isOpenEnded ||= events.at(-1)?.kind === 'last_affected';
  }
  for (const [index, version] of textsOf(item, 'versions').slice(0, maxVersions).entries()) {
    if (version.trim() === '' || version.length > maxVersionLength) continue;
    const end = endAt(scheme, version.trim(), true);
    if (affected.some((one) => one.weight === weight.range && isWithin(end, one))) continue;
    affected.push(affectedAt(end, `${pointer}/versions/${index}`));
  }
  const hasCommits = listOf(item, 'ranges').some((range) => textOf(range, 'type').toUpperCase() === 'GIT');
  const isComplete = unread.length === 0 && affected.length > 0 && (hasRanges || !hasCommits);
  return { affected, rest: isComplete ? [restOf(affected, isOpenEnded, pointer)] : [], unread };
}

function affectedAt(end: SpanEnd, pointer: string): Stretch {
  return {
    status: 'affected',
    low: end,
    high: end,
    fixedIn: null,
    pointer,
    flags: [],
    weight: weight.version,
  };
}

function isWithin({ key }: SpanEnd, { low, high }: Stretch): boolean {
  const isAbove = low === null || low.key < key || (low.key === key && low.inclusive);
  return isAbove && (high === null || key < high.key || (key === high.key && high.inclusive));
}

/** The last version known to be affected leaves what follows it in the dark: the rest then ends with it. */
function restOf(affected: readonly Stretch[], isOpenEnded: boolean, pointer: string): Stretch {
  const ends = affected.map(({ high }) => high).filter((high) => high !== null);
  const last = isOpenEnded ? ends.toSorted((a, b) => (a.key < b.key ? 1 : -1))[0] : undefined;
  return {
    status: 'unaffected',
    low: null,
    high: last ?? null,
    fixedIn: null,
    pointer,
    flags: [],
    weight: weight.remainder,
  };
}

function eventsOf(scheme: Scheme, range: JsonValue): readonly Event[] {
  const events: Event[] = [];
  for (const event of listOf(range, 'events').slice(0, maxEvents + 1)) {
    if (!isJsonObject(event)) continue;
    for (const kind of ['introduced', 'fixed', 'last_affected', 'limit'] as const) {
      const version = textOf(event, kind).trim();
      if (version === '' || version.length > maxVersionLength || (kind === 'limit' && version === '*'))
        continue;
      const isStart = kind === 'introduced' && version === '0';
      events.push({
        kind,
        end: isStart ? null : endAt(scheme, version, kind !== 'fixed' && kind !== 'limit'),
      });
    }
  }
  return events.toSorted(byVersion);
}

/** By version; at one version what ends a stretch before what begins one, and the last affected after both. */
function byVersion(a: Event, b: Event): number {
  if (a.end === null || b.end === null) return Number(b.end === null) - Number(a.end === null);
  if (a.end.key !== b.end.key) return a.end.key < b.end.key ? -1 : 1;
  return rank[a.kind] - rank[b.kind];
}

const rank = { fixed: 0, limit: 0, introduced: 1, last_affected: 2 };

function stretchesOf(events: readonly Event[], pointer: string): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let start: { readonly end: SpanEnd | null } | null = null;
  const close = (high: SpanEnd | null, fixedIn: string | null): void => {
    const low = start?.end ?? null;
    if (start !== null)
      stretches.push({ status: 'affected', low, high, fixedIn, pointer, flags: [], weight: weight.range });
    start = null;
  };
  let closedAt: string | null = null;
  for (const { kind, end } of events) {
    if (kind === 'introduced') {
      // Introduced and fixed in one version, when nothing was open: it names no version at all.
      if (start === null && (end === null || closedAt !== end.key)) start = { end };
      continue;
    }
    if (start === null && kind === 'fixed') closedAt = end?.key ?? null;
    close(end, kind === 'fixed' ? (end?.version ?? null) : null);
  }
  close(null, null);
  return stretches;
}
