import type { Kysely } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import type { FeedStatus } from './feed-status.ts';
import { feedStatus, isLate, isOld } from './feed-status.ts';
import type { FeedRow } from './feed-row.ts';
import { feedFacts, readFeeds } from './feed-row.ts';

/** How far what the watch says can be believed: it knows no more than its feeds do. */
export interface FeedHealth {
  /** `none`: no feed was ever loaded; `doubtful`: one at least is not loaded, stale, old or off; `good` otherwise. */
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
  return healthOf(await readFeeds(db), now);
}

/** The same from rows already read. */
export function healthOf(rows: readonly FeedRow[], now: Date): FeedHealth {
  const feeds = rows
    .filter((row) => row.enabled || row.firstLoadedAt !== null)
    .map((row) => {
      const facts = feedFacts(row);
      const loaded = row.firstLoadedAt !== null;
      return {
        id: row.id,
        title: row.title,
        status: feedStatus(facts, now),
        newestRecordAt: row.newestRecordAt?.toISOString() ?? null,
        lastSuccessAt: row.lastSuccessAt?.toISOString() ?? null,
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
  const rest = doubtful.length - 3;
  const names = (language: 'fr' | 'en', others: string) =>
    [...doubtful.slice(0, 3).map((feed) => feed.title[language]), ...(rest > 0 ? [others] : [])].join(', ');
  return {
    fr: `Veille incomplète, faute de flux à jour : ${names('fr', `${rest} de plus`)}. Ce qui manque ici peut exister.`,
    en: `Watch incomplete for want of feeds up to date: ${names('en', `${rest} more`)}. What is missing here may exist.`,
  };
}
