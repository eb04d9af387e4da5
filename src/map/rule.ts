import type { Kysely } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import type { Topic } from '#platform/events.ts';
import type { Deadline } from './api-shared.ts';

/** What a hit does to its asset: availability 0–3, integrity and confidentiality 0–3, or "we no longer know". */
export interface Effect {
  readonly availability?: 0 | 1 | 2 | 3;
  readonly integrity?: 0 | 1 | 2 | 3;
  readonly confidentiality?: 0 | 1 | 2 | 3;
  readonly makesUnknown?: boolean;
}

/** A deadline that the rule itself knows, and why. */
export interface GivenDeadline {
  readonly within: Deadline;
  /** The day itself; the finding is overdue after it. Absent: no day in particular. */
  readonly dueAt?: Date;
  /** Place among the findings of the same deadline, 0–1, the most urgent 1. */
  readonly weight: number;
  /** In one line. */
  readonly reason: Text;
}

/** One thing that is wrong now. `key` tells two hits of one rule on one asset apart. */
export interface Hit {
  readonly assetId?: string;
  /**
   * Several assets with one problem and one remedy, its effect on each: by themselves (then with a `key`), or beside the
   * `assetId` at fault.
   */
  readonly assetIds?: readonly string[];
  readonly sourceId?: string;
  readonly key?: string;
  readonly severity?: number;
  readonly effect?: Effect;
  readonly title: Text;
  readonly remedy?: Text;
  readonly evidence?: Record<string, unknown>;
  /** Since when it is so, when the rule knows better than its own clock. */
  readonly since?: Date;
  /** By when it must be dealt with, where the rule knows: it rules over what the map would make of its severity. */
  readonly deadline?: GivenDeadline;
  readonly demonstration?: boolean;
}

/** A query that returns what is wrong now; its findings open and close with what it returns. */
export interface Rule {
  /** `<domain>.<problem>`, stable: findings, decisions and links hold it. */
  readonly id: string;
  readonly title: Text;
  readonly remedy: Text;
  /** 0 information … 4 critical, where a hit says nothing else. */
  readonly severity: 0 | 1 | 2 | 3 | 4;
  readonly effect?: Effect;
  readonly everySeconds: number;
  /** Topics whose change wakes the rule at once. */
  readonly wakes: readonly Topic[];
  /** For a rule that looks at much: how long changes are gathered before one run answers them. */
  readonly gatherSeconds?: number;
  readonly find: (db: Kysely<DB>, now: Date) => Promise<readonly Hit[]>;
}

export function rule(definition: Rule): Rule {
  return definition;
}
