import { useNow, useReader } from '#console/clock.ts';
import { formatBytes, formatDate, formatDuration, formatExact, formatNumber } from '#console/format.ts';
import { useLanguage, useT } from '#console/i18n.ts';
import { StateShape } from '#console/kit/state-badge.tsx';
import type { State } from '#console/kit/state.ts';
import type { Text } from '#engines/text.ts';
import type { Feed } from './api-feeds.ts';

interface StatusWords {
  readonly state: State;
  readonly text: Text;
  /** What it means, in a sentence. */
  readonly means: Text;
}

type ShownStatus = Feed['status'] | 'offered' | 'waiting';

/** In order of trouble. */
export const feedStatusWords: Readonly<Record<ShownStatus, StatusWords>> = {
  failed: {
    state: 'down',
    text: { fr: 'En échec', en: 'Failed' },
    means: {
      fr: 'Sa dernière lecture a échoué. Ce qui était chargé est gardé, à sa date ; Vigie réessaie seule.',
      en: 'Its last read failed. What was loaded is kept, with its date; Vigie tries again by itself.',
    },
  },
  stale: {
    state: 'degraded',
    text: { fr: 'Plus lu', en: 'No longer read' },
    means: {
      fr: 'Il n’a pas été lu depuis plus de trois fois son rythme : la veille ignore ce qui a paru depuis.',
      en: 'It was not read for over three times its rhythm: the watch ignores what has appeared since.',
    },
  },
  'old-content': {
    state: 'degraded',
    text: { fr: 'Contenu ancien', en: 'Old content' },
    means: {
      fr: 'Il est lu à son rythme, mais ce qu’il contient est ancien : son miroir ne suit plus, ou un lot plus récent est à apporter.',
      en: 'It is read at its rhythm, but what it holds is old: its mirror no longer follows, or a newer bundle is to be carried in.',
    },
  },
  never: {
    state: 'unknown',
    text: { fr: 'Jamais chargé', en: 'Never loaded' },
    means: {
      fr: 'Son premier chargement n’est pas fini : ce qu’il dirait est inconnu.',
      en: 'Its first load is not over: what it would say is unknown.',
    },
  },
  running: {
    state: 'reduced',
    text: { fr: 'Lecture en cours', en: 'Being read' },
    means: {
      fr: 'Vigie le lit en ce moment ; ce qui est déjà entré compte déjà.',
      en: 'Vigie is reading it now; what is already in counts already.',
    },
  },
  waiting: {
    state: 'reduced',
    text: { fr: 'En attente', en: 'Waiting' },
    means: {
      fr: 'Sa lecture est demandée ; un autre flux est lu avant lui.',
      en: 'Its read was asked for; another feed is read before it.',
    },
  },
  fresh: {
    state: 'ok',
    text: { fr: 'À jour', en: 'Up to date' },
    means: {
      fr: 'Il est lu à son rythme et son contenu est récent.',
      en: 'It is read at its rhythm and its content is recent.',
    },
  },
  disabled: {
    state: 'planned',
    text: { fr: 'Désactivé', en: 'Disabled' },
    means: {
      fr: 'Il n’est plus lu. Ce qu’il a dit reste, à sa date, et vieillit.',
      en: 'It is no longer read. What it said stays, with its date, and grows old.',
    },
  },
  offered: {
    state: 'planned',
    text: { fr: 'Non activé', en: 'Not enabled' },
    means: {
      fr: 'Vigie sait le lire. Rien n’est demandé à son éditeur tant que personne ne l’active.',
      en: 'Vigie can read it. Nothing is asked of its publisher until somebody enables it.',
    },
  },
};

export function shownStatus(feed: Feed): ShownStatus {
  if (feed.isOffered) return 'offered';
  return feed.isWaiting ? 'waiting' : feed.status;
}

export function FeedBadge({ feed, large = false }: { feed: Feed; large?: boolean }) {
  const t = useT();
  const { state, text, means } = feedStatusWords[shownStatus(feed)];
  return (
    <span className={`badge ink-${state}${large ? ' large' : ''}`} title={t(means)}>
      <StateShape state={state} {...(large ? { size: 18 } : {})} />
      {t(text)}
      {!large && <FeedProgress feed={feed} />}
    </span>
  );
}

/** « 42 % », or how much was done where the whole is not known. */
export function FeedProgress({ feed }: { feed: Feed }) {
  const t = useT();
  const language = useLanguage();
  const { running } = feed;
  if (running === null || running.done === null) return null;
  const { done, total, step } = running;
  const amount = step.en === 'Downloading' ? formatBytes(done, language) : formatNumber(done, language, 0);
  const part =
    total === null || total <= 0 ? amount : `${Math.min(100, Math.floor((done / total) * 100))}\u00A0%`;
  return (
    <span className="num muted" title={t(step)}>
      {part}
    </span>
  );
}

/** Day of the newest record; its exact moment on hover. */
export function ContentDay({ feed }: { feed: Feed }) {
  const reader = useReader();
  const now = useNow();
  const at = feed.newestRecordAt;
  if (at === null) return <span className="muted">—</span>;
  return (
    <time className={feed.isOld ? 'ink-degraded' : ''} dateTime={at} title={formatExact(at, reader)}>
      {formatDate(at, now, reader)}
    </time>
  );
}

export function useRhythm(): (seconds: number) => string {
  const language = useLanguage();
  return (seconds) => formatDuration(seconds, language);
}

/** Rhythms on offer, in hours. */
export const feedHours: readonly number[] = [1, 2, 6, 12, 24, 72, 168];
