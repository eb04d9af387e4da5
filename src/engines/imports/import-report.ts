import type { InputProblem, Result } from '#engines/result.ts';
import type { LinkType, MapSet } from './types.ts';

export const importFormats = ['csv', 'netbox', 'mercator'] as const;
export type ImportFormat = (typeof importFormats)[number];

/** Problems listed one by one; the totals count them all. */
export const maxListedProblems = 1000;

/** What became of each row: `rows` = `accepted` + `refusedRows` + `leftAside`. */
export interface ImportReport {
  readonly format: ImportFormat;
  /** False when the document could not be read as a whole: the set is empty and the map must not change. */
  readonly readable: boolean;
  /** False when the document says itself that it is a part (`next` of a NetBox page): never take it as a full set. */
  readonly complete: boolean;
  readonly rows: number;
  readonly accepted: number;
  readonly refusedRows: number;
  /** Rows of kinds that the map has no use for; a warning names each kind. */
  readonly leftAside: number;
  readonly refused: readonly InputProblem[];
  readonly refusedTotal: number;
  /** What was left out of accepted rows (an address that identifies nothing, an unknown supplier). */
  readonly warnings: readonly InputProblem[];
  readonly warningTotal: number;
  readonly byType: Readonly<Record<string, number>>;
  readonly links: number;
  readonly byLinkType: Readonly<Partial<Record<LinkType, number>>>;
  readonly requirements: number;
}

/** `problems` are those of the refused rows. */
export interface ImportResult extends Result<MapSet> {
  readonly report: ImportReport;
}

/** A file that cannot be read at all. */
export function unreadable(format: ImportFormat, problems: readonly InputProblem[]): ImportResult {
  const refused = problems.slice(0, maxListedProblems);
  return {
    value: { assets: [], links: [], requirements: [] },
    problems: refused,
    report: {
      format,
      readable: false,
      complete: false,
      rows: 0,
      accepted: 0,
      refusedRows: 0,
      leftAside: 0,
      refused,
      refusedTotal: problems.length,
      warnings: [],
      warningTotal: 0,
      byType: {},
      links: 0,
      byLinkType: {},
      requirements: 0,
    },
  };
}
