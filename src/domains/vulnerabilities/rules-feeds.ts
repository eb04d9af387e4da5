import type { Rule } from '#map/rule.ts';
import { rule } from '#map/rule.ts';
import type { FeedRow } from './feed-row.ts';
import { feedFacts, readFeeds } from './feed-row.ts';
import { hasFailed, isLate, isOld } from './feed-status.ts';

function evidence(feed: FeedRow) {
  return {
    feed: feed.id,
    origin: feed.origin,
    lastSuccessAt: feed.lastSuccessAt?.toISOString() ?? null,
    newestRecordAt: feed.newestRecordAt?.toISOString() ?? null,
    everySeconds: feed.everySeconds,
    staleAfterSeconds: feed.staleAfterSeconds,
  };
}

const stale = rule({
  id: 'vulnerabilities.feed-stale',
  title: { fr: 'Flux de vulnérabilités périmé', en: 'Stale vulnerability feed' },
  remedy: {
    fr: 'Ouvrez le flux : s’il n’est plus lu, corrigez la raison de l’échec ; s’il est lu et que son contenu est ancien, son miroir ne suit plus : changez d’adresse ou apportez un lot plus récent. D’ici là, la veille ignore ce qui a paru depuis.',
    en: 'Open the feed: if it is no longer read, mend the reason of the failure; if it is read and its content is old, its mirror no longer follows: change the address or carry in a newer bundle. Until then the watch ignores what has appeared since.',
  },
  severity: 2,
  everySeconds: 300,
  wakes: ['feed', 'source'],
  find: async (db, now) =>
    (await readFeeds(db)).flatMap((feed) => {
      const facts = feedFacts(feed);
      if (!feed.enabled || feed.sourceId === null) return [];
      const hit = { sourceId: feed.sourceId, evidence: evidence(feed) };
      if (isLate(facts, now)) {
        const title = {
          fr: `${feed.title.fr} : plus lu à son rythme`,
          en: `${feed.title.en}: no longer read at its rhythm`,
        };
        return [{ ...hit, key: 'late', title }];
      }
      if (!isOld(facts, now)) return [];
      const title = {
        fr: `${feed.title.fr} : lu, mais son contenu est ancien`,
        en: `${feed.title.en}: read, but its content is old`,
      };
      return [{ ...hit, key: 'old-content', title }];
    }),
});

const failed = rule({
  id: 'vulnerabilities.feed-failed',
  title: { fr: 'Lecture d’un flux de vulnérabilités en échec', en: 'Reading of a vulnerability feed failed' },
  remedy: {
    fr: 'Lisez la raison de l’échec sur la page du flux et corrigez-la. Ce qui était chargé est gardé, à sa date ; Vigie réessaie seule.',
    en: 'Read the reason of the failure on the page of the feed and mend it. What was loaded is kept, with its date; Vigie tries again by itself.',
  },
  severity: 1,
  everySeconds: 300,
  wakes: ['feed', 'source'],
  find: async (db) =>
    (await readFeeds(db)).flatMap((feed) => {
      if (!feed.enabled || feed.sourceId === null || !hasFailed(feedFacts(feed))) return [];
      return [
        {
          sourceId: feed.sourceId,
          title: {
            fr: `${feed.title.fr} : dernière lecture en échec`,
            en: `${feed.title.en}: last read failed`,
          },
          evidence: { ...evidence(feed), reason: feed.lastFailure },
        },
      ];
    }),
});

export const feedRules: readonly Rule[] = [stale, failed];
