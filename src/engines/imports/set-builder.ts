import type { JsonValue } from '#engines/json-value.ts';
import type { InputProblem, Place } from '#engines/result.ts';
import {
  type ImportFormat,
  type ImportReport,
  type ImportResult,
  maxListedProblems,
} from './import-report.ts';
import { mergeLinks } from './merge-links.ts';
import { oversized } from './oversized.ts';
import type { AssetClaim, LinkClaim, MapSet, RequirementClaim } from './types.ts';

/** Gathers the set and its report while an importer walks its document. One verdict per row: accept, refuse or leave. */
export interface SetBuilder {
  accept(): void;
  refuse(problem: InputProblem): void;
  leaveAside(rows: number): void;
  /** A fault that costs a row already counted by `refuse`, or no row at all. */
  alsoRefuse(problem: InputProblem): void;
  warn(problem: InputProblem): void;
  /** Says that the document is only a part of what the source holds. */
  markPartial(): void;
  /** Null when the asset is in the set; else why it cannot be: its key is taken, or a text is too long for the map. */
  addAsset(claim: AssetClaim, place: Place): InputProblem | null;
  hasAsset(key: string): boolean;
  addLink(claim: LinkClaim): void;
  addRequirement(claim: RequirementClaim): void;
  finish(): ImportResult;
}

export function createSetBuilder(format: ImportFormat): SetBuilder {
  const assets = new Map<string, { readonly claim: AssetClaim; readonly place: Place }>();
  const links: LinkClaim[] = [];
  const requirements = new Map<string, RequirementClaim>();
  const refused: InputProblem[] = [];
  const warnings: InputProblem[] = [];
  const count = { accepted: 0, refusedRows: 0, leftAside: 0, refused: 0, warnings: 0 };
  let complete = true;
  const alsoRefuse = (problem: InputProblem): void => {
    if (++count.refused <= maxListedProblems) refused.push(problem);
  };
  return {
    accept: () => void count.accepted++,
    refuse: (problem) => {
      count.refusedRows++;
      alsoRefuse(problem);
    },
    leaveAside: (rows) => void (count.leftAside += rows),
    alsoRefuse,
    warn: (problem) => {
      if (++count.warnings <= maxListedProblems) warnings.push(problem);
    },
    markPartial: () => void (complete = false),
    addAsset: (claim, place) => {
      const taken = assets.get(claim.key);
      if (taken) return sameKeyTwice(claim, place, taken.place);
      const fault = oversized(claim, place);
      if (fault === null) assets.set(claim.key, { claim, place });
      return fault;
    },
    hasAsset: (key) => assets.has(key),
    addLink: (claim) => void links.push(claim),
    addRequirement: (claim) => void requirements.set(claim.key, claim),
    finish: () => {
      const kept = links.filter(({ from, to }) => from !== to && assets.has(from) && assets.has(to));
      const set = {
        assets: [...assets.values()].map(({ claim }) => claim),
        links: mergeLinks(kept),
        requirements: [...requirements.values()].filter(({ of }) => assets.has(of)),
      };
      const { refused: refusedTotal, warnings: warningTotal, ...rows } = count;
      const report = {
        format,
        readable: true,
        complete,
        ...rows,
        refused,
        refusedTotal,
        warnings,
        warningTotal,
      };
      return { value: set, problems: refused, report: { ...report, ...summarise(set, rows) } };
    },
  };
}

function summarise(
  set: MapSet,
  rows: { readonly accepted: number; readonly refusedRows: number; readonly leftAside: number },
): Pick<ImportReport, 'rows' | 'byType' | 'links' | 'byLinkType' | 'requirements'> {
  return {
    rows: rows.accepted + rows.refusedRows + rows.leftAside,
    byType: countBy(set.assets.map(({ type }) => type)),
    links: set.links.length,
    byLinkType: countBy(set.links.map(({ type }) => type)),
    requirements: set.requirements.length,
  };
}

function countBy<Name extends string>(names: readonly Name[]): Record<Name, number> {
  const counts = new Map<Name, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([one], [other]) => (one < other ? -1 : 1))) as Record<
    Name,
    number
  >;
}

function sameKeyTwice(claim: AssetClaim, place: Place, first: Place): InputProblem {
  const shown = claim.key.slice(0, 80);
  return {
    code: 'import.same-key',
    ...place,
    message: {
      fr: `La clé « ${shown} » est déjà celle de la ligne ${first.line ?? '?'}. Donnez à chaque actif une clé ou un code à lui.`,
      en: `The key “${shown}” is already that of line ${first.line ?? '?'}. Give each asset a key or a code of its own.`,
    },
  };
}

/** Attributes without the empty ones: a source that says nothing makes no claim. */
export function filledAttributes(
  entries: Iterable<readonly [string, JsonValue | undefined]>,
): Record<string, JsonValue> {
  const attributes: Record<string, JsonValue> = {};
  for (const [name, value] of entries) {
    if (value === undefined || value === null || value === '') continue;
    if (Array.isArray(value) && value.length === 0) continue;
    attributes[name] = value;
  }
  return attributes;
}
