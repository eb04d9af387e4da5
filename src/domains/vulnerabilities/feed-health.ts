import type { Kysely } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import type { FeedStatus } from './feed-status.ts';
import { feedStatus, isLate, isOld } from './feed-status.ts';
import { feedFacts } from './feed-row.ts';

/** How far what the watch says can be believed: it knows no more than its feeds do. */
export interface FeedHealth {
  /** `none`: no feed was ever loaded; `doubtful`: one at least is stale, old, failing or off; `good` otherwise. */
  readonly state: 'none' | 'doubtful' | 'good';
  /** What to say above a list of the watch; null when all is well. */
  readonly sentence: Text | null;
  readonly feeds: readonly {
    readonly id: string;
    readonly title: Text;
    readonly status: FeedStatus;
    /** Newest date inside the data. */
    readonly newestRecordAt: string | null;
    readonly lastSuccessAt: string | null;
    /** Its content cannot be taken for today's. */
    readonly doubtful: boolean;
  }[];
}

/** Health of all feeds that were ever loaded or enabled: what the pages of the watch must say beside what they show. */
export async function readFeedHealth(db: Kysely<DB>, now: Date): Promise<FeedHealth> {
  const rows = await db.selectFrom('vulnerabilities.feed').selectAll().orderBy('id').execute();
  const feeds = rows
    .filter((row) => row.enabled || row.first_loaded_at !== null)
    .map((row) => {
      const facts = feedFacts(row);
      const status = feedStatus(facts, now);
      const loaded = row.first_loaded_at !== null;
      return {
        id: row.id,
        title: row.title as unknown as Text,
        status,
        newestRecordAt: row.newest_record_at?.toISOString() ?? null,
        lastSuccessAt: row.last_success_at?.toISOString() ?? null,
        loaded,
        doubtful: !loaded || !row.enabled || isLate(facts, now) || isOld(facts, now),
      };
    });
  const doubtful = feeds.filter((feed) => feed.doubtful);
  const state = feeds.some((feed) => feed.loaded) ? (doubtful.length > 0 ? 'doubtful' : 'good') : 'none';
  return { state, sentence: sentenceOf(state, doubtful), feeds };
}

function sentenceOf(state: FeedHealth['state'], doubtful: readonly { readonly title: Text }[]): Text | null {
  if (state === 'good') return null;
  if (state === 'none') {
    return {
      fr: 'Aucun flux n’est chargé : Vigie ne connaît encore aucune vulnérabilité. Une liste vide ne veut pas dire que rien ne vous touche.',
      en: 'No feed is loaded: Vigie knows no vulnerability yet. An empty list does not mean that nothing affects you.',
    };
  }
  const names = (language: 'fr' | 'en') =>
    doubtful
      .slice(0, 3)
      .map((feed) => feed.title[language])
      .join(', ') + (doubtful.length > 3 ? ` (+${doubtful.length - 3})` : '');
  return {
    fr: `Veille incomplète : ${names('fr')} n’est plus à jour. Ce qui manque ici peut exister.`,
    en: `Watch incomplete: ${names('en')} is no longer up to date. What is missing here may exist.`,
  };
}
