/** One row of each table of the history, as inserted. Instants are UTC text, `2026-07-01 02:03:04.567`. */
export interface HistoryTables {
  readonly check_result: {
    readonly at: string;
    readonly check_id: string;
    readonly asset_id: string;
    readonly kind: string;
    readonly state: string;
    readonly latency_ms: number | null;
    readonly code: string;
    readonly detail: string;
    readonly demonstration: boolean;
  };
}

export type HistoryTable = keyof HistoryTables;

/** An instant as the history reads it. */
export function historyInstant(at: Date): string {
  return at.toISOString().replace('T', ' ').replace('Z', '');
}
