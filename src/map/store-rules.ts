import type { Kysely } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import type { Rule } from './rule.ts';
import { isoOrNull } from './sql-asset.ts';

export interface RuleRow {
  readonly id: string;
  readonly title: Text;
  readonly remedy: Text;
  readonly severity: number;
  readonly everySeconds: number;
  readonly lastSuccessAt: string | null;
  readonly lastFailureAt: string | null;
  readonly lastFailure: string | null;
  readonly durationMs: number | null;
  readonly openFindings: number;
}

/** Every rule of the house with how its last run went; those that fail first. */
export async function readRuleRuns(db: Kysely<DB>, rules: ReadonlyMap<string, Rule>): Promise<RuleRow[]> {
  const rows = await db.selectFrom('map.rule_run as run').selectAll().execute();
  const runs = new Map(rows.map((row) => [row.rule_id, row]));
  return [...rules.values()]
    .map((rule) => {
      const run = runs.get(rule.id);
      return {
        id: rule.id,
        title: rule.title,
        remedy: rule.remedy,
        severity: rule.severity,
        everySeconds: rule.everySeconds,
        lastSuccessAt: isoOrNull(run?.last_success_at ?? null),
        lastFailureAt: isoOrNull(run?.last_failure_at ?? null),
        lastFailure: run?.last_failure ?? null,
        durationMs: run?.duration_ms ?? null,
        openFindings: run?.open_findings ?? 0,
      };
    })
    .toSorted((a, b) => Number(failing(b)) - Number(failing(a)) || a.id.localeCompare(b.id));
}

function failing(rule: RuleRow): boolean {
  return rule.lastFailureAt !== null && (rule.lastSuccessAt ?? '') < rule.lastFailureAt;
}
