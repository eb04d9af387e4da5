import type { Text } from '#engines/text.ts';
import { assetTypeText } from './asset-types.ts';

/** One row of `map.revision` of an asset: the columns as they were from a moment on. */
export interface AssetRevision {
  readonly at: Date;
  readonly state: Readonly<Record<string, unknown>>;
}

export interface AssetChange {
  readonly at: Date;
  readonly sentence: Text;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A new asset is a bare row first, filled in by the same read of its source. */
const filledInMilliseconds = 60_000;

/** What changed from revision to revision, oldest first; `nameOf` names organisations and sites. */
export function assetChanges(
  revisions: readonly AssetRevision[],
  nameOf: (id: string) => string | undefined,
): AssetChange[] {
  const changes: AssetChange[] = [];
  revisions.forEach((revision, index) => {
    const before = revisions[index - 1];
    const parts =
      before === undefined ? [created(revision)] : differences(before.state, revision.state, nameOf);
    const fillsIn = index === 1 && before !== undefined && isFillingIn(before, revision);
    if (parts.length > 0 && !fillsIn)
      changes.push({ at: revision.at, sentence: joinSentences(parts), detail: revision.state });
  });
  return changes;
}

function isFillingIn(first: AssetRevision, second: AssetRevision): boolean {
  const soon = second.at.getTime() - first.at.getTime() < filledInMilliseconds;
  const bare = Object.keys(first.state['attributes'] ?? {}).length === 0 && first.state['code'] === null;
  return soon && bare && presence(first.state, second.state).length === 0;
}

function created(revision: AssetRevision): Text {
  const type = assetTypeText(shown(revision.state['type']));
  return { fr: `Entré sur la carte (${type.fr})`, en: `Entered the map (${type.en})` };
}

function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '—';
}

function differences(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  nameOf: (id: string) => string | undefined,
): Text[] {
  const parts: Text[] = [];
  const named = (value: unknown) => (typeof value === 'string' ? (nameOf(value) ?? value) : '—');
  const moved = (fr: string, en: string, name: string, show: (value: unknown) => string = shown) => {
    if (shown(before[name]) === shown(after[name])) return;
    const arrow = `${show(before[name])} → ${show(after[name])}`;
    parts.push({ fr: `${fr} : ${arrow}`, en: `${en}: ${arrow}` });
  };
  moved('Nom', 'Name', 'name');
  moved('Type', 'Type', 'type');
  moved('Code', 'Code', 'code');
  moved('Organisation', 'Organisation', 'organisation_id', named);
  moved('Site', 'Site', 'site_id', named);
  moved('Criticité', 'Criticality', 'criticality');
  const names = changedAttributes(before['attributes'], after['attributes']);
  if (names.length > 0) {
    parts.push({
      fr: `Attributs modifiés : ${names.join(', ')}`,
      en: `Attributes changed: ${names.join(', ')}`,
    });
  }
  parts.push(...presence(before, after));
  return parts;
}

function changedAttributes(before: unknown, after: unknown): string[] {
  const a = (before ?? {}) as Readonly<Record<string, unknown>>;
  const b = (after ?? {}) as Readonly<Record<string, unknown>>;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].filter((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name])).toSorted();
}

function presence(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Text[] {
  const began = (name: string) => before[name] === null && after[name] !== null && after[name] !== undefined;
  const ended = (name: string) => before[name] !== null && before[name] !== undefined && after[name] === null;
  const parts: Text[] = [];
  if (began('orphaned_at'))
    parts.push({ fr: 'Plus aucune source ne le voit', en: 'No source sees it any more' });
  if (ended('orphaned_at')) parts.push({ fr: 'Vu de nouveau par une source', en: 'Seen again by a source' });
  if (began('retired_at')) parts.push({ fr: 'Retiré de la carte', en: 'Retired from the map' });
  if (ended('retired_at')) parts.push({ fr: 'Revenu sur la carte', en: 'Back on the map' });
  return parts;
}

function joinSentences(parts: readonly Text[]): Text {
  return { fr: parts.map((part) => part.fr).join(' ; '), en: parts.map((part) => part.en).join('; ') };
}
