import type { Caveat } from '#engines/bulletin/bulletin.ts';
import { longDate, dateIn, longInstant } from '#engines/bulletin/week.ts';
import type { Inventory } from './api-watch.ts';
import type { FeedKind } from './feed-record.ts';
import type { FeedRow } from './feed-row.ts';
import { feedFacts } from './feed-row.ts';
import { hasFailed, isLate, isOld } from './feed-status.ts';

interface Moment {
  /** End of the week, or now while it runs. */
  readonly until: Date;
  readonly now: Date;
  readonly timeZone: string;
  readonly isRunning: boolean;
}

/** Kinds of feeds without which a week is told in part only, and what is then missing. */
const needed: readonly { readonly kinds: readonly FeedKind[]; readonly caveat: Caveat }[] = [
  {
    kinds: ['certfr'],
    caveat: {
      fr: 'Aucun avis ni aucune alerte du CERT-FR n’était chargé : ce bulletin n’en dit rien, même s’il en a paru.',
      en: 'No notice or alert of CERT-FR was loaded: this bulletin says nothing of them, even if some appeared.',
    },
  },
  {
    kinds: ['kev'],
    caveat: {
      fr: 'Le catalogue KEV n’était pas chargé : une vulnérabilité exploitée peut ne pas être marquée comme telle.',
      en: 'The KEV catalogue was not loaded: an exploited vulnerability may not be marked so.',
    },
  },
  {
    kinds: ['cve', 'nvd', 'csaf', 'osv', 'ossa', 'debian', 'debian-changelog'],
    caveat: {
      fr: 'Aucun flux de vulnérabilités n’était chargé : Vigie ne pouvait rien rapprocher de notre parc.',
      en: 'No feed of vulnerabilities was loaded: Vigie could hold nothing against our estate.',
    },
  },
];

/** What the watch could not know of that week: said in the bulletin, so that silence is not taken for calm. */
export function bulletinCaveats(
  feeds: readonly FeedRow[],
  inventory: Pick<Inventory, 'components' | 'assetsWithout'>,
  moment: Moment,
): readonly Caveat[] {
  const { until, now, timeZone, isRunning } = moment;
  const loaded = feeds.filter((feed) => feed.firstLoadedAt !== null && feed.firstLoadedAt < until);
  const caveats: Caveat[] = [];
  if (isRunning) {
    const at = longInstant(now.toISOString(), timeZone);
    caveats.push({
      fr: `La semaine n’était pas finie quand ces données ont été lues, le ${at}.`,
      en: `The week was not over when these data were read (${now.toISOString()}).`,
    });
  }
  for (const { kinds, caveat } of needed)
    if (!loaded.some((feed) => kinds.includes(feed.kind))) caveats.push(caveat);
  for (const feed of loaded) {
    const reason = reasonOf(feed, now, timeZone);
    if (reason !== null)
      caveats.push({ fr: `${feed.title.fr} : ${reason.fr}`, en: `${feed.title.en}: ${reason.en}` });
  }
  if (inventory.components === 0)
    caveats.push({
      fr: 'Aucun inventaire logiciel n’est connu : rien ne peut être rapproché de notre parc.',
      en: 'No software inventory is known: nothing can be held against our estate.',
    });
  else if (inventory.assetsWithout > 0)
    caveats.push({
      fr: `${inventory.assetsWithout} équipements ou applications n’ont pas d’inventaire logiciel : ce bulletin ne dit rien d’eux.`,
      en: `${inventory.assetsWithout} machines or applications have no software inventory: this bulletin says nothing of them.`,
    });
  return caveats;
}

function reasonOf(feed: FeedRow, now: Date, timeZone: string): Caveat | null {
  const facts = feedFacts(feed);
  const newest = feed.newestRecordAt ?? feed.lastSuccessAt;
  const date = newest === null ? null : longDate(dateIn(newest.toISOString(), timeZone));
  const content = {
    fr: date === null ? '' : ` ; dernier contenu du ${date}`,
    en: newest === null ? '' : `; newest content of ${newest.toISOString().slice(0, 10)}`,
  };
  if (!feed.enabled) return { fr: `flux désactivé${content.fr}.`, en: `feed disabled${content.en}.` };
  if (hasFailed(facts))
    return { fr: `dernière lecture en échec${content.fr}.`, en: `last read failed${content.en}.` };
  if (isLate(facts, now) || isOld(facts, now))
    return {
      fr: `flux qui n’est plus à jour${content.fr}.`,
      en: `feed that is no longer up to date${content.en}.`,
    };
  return null;
}
