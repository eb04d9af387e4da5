import { useT } from '#console/i18n.ts';
import { StateShape } from '#console/kit/state-badge.tsx';
import type { State } from '#console/kit/state.ts';
import type { Text } from '#engines/text.ts';
import type { Source } from './api-sources.ts';

export type SourceStatus = Source['status'];

interface StatusWords {
  readonly state: State;
  readonly text: Text;
  /** What it means, in a sentence. */
  readonly means: Text;
}

/** In order of trouble. */
export const sourceStatuses: Readonly<Record<SourceStatus, StatusWords>> = {
  failed: {
    state: 'down',
    text: { fr: 'En échec', en: 'Failed' },
    means: {
      fr: 'Sa dernière lecture a échoué. Rien n’a changé sur la carte.',
      en: 'Its last read failed. Nothing changed on the map.',
    },
  },
  silent: {
    state: 'unknown',
    text: { fr: 'Muette', en: 'Silent' },
    means: {
      fr: 'Elle n’a rien dit depuis plus de trois fois son rythme : ce qu’elle seule observait est inconnu.',
      en: 'It has said nothing for over three times its rhythm: what it alone observed is unknown.',
    },
  },
  doubted: {
    state: 'degraded',
    text: { fr: 'Douteuse', en: 'Doubtful' },
    means: {
      fr: 'Elle est lue, mais un constat ouvert dit que ce qu’elle apporte n’est pas à jour.',
      en: 'It is read, but an open finding says that what it brings is not up to date.',
    },
  },
  late: {
    state: 'degraded',
    text: { fr: 'En retard', en: 'Late' },
    means: { fr: 'Elle aurait déjà dû parler.', en: 'It should have spoken by now.' },
  },
  never: {
    state: 'unknown',
    text: { fr: 'Jamais lue', en: 'Never read' },
    means: { fr: 'Elle n’a encore rien dit.', en: 'It has said nothing yet.' },
  },
  fresh: {
    state: 'ok',
    text: { fr: 'À jour', en: 'Up to date' },
    means: { fr: 'Elle parle à son rythme.', en: 'It speaks at its rhythm.' },
  },
  manual: {
    state: 'ok',
    text: { fr: 'À la demande', en: 'On demand' },
    means: {
      fr: 'Des personnes l’alimentent quand elles le veulent : aucun rythme n’est attendu.',
      en: 'People feed it when they like: no rhythm is expected.',
    },
  },
  disabled: {
    state: 'planned',
    text: { fr: 'Désactivée', en: 'Disabled' },
    means: {
      fr: 'Elle n’est plus lue. Ce qu’elle a dit reste, à sa date.',
      en: 'It is no longer read. What it said stays, with its date.',
    },
  },
};

export function SourceStatusBadge({ status }: { status: SourceStatus }) {
  const t = useT();
  const { state, text, means } = sourceStatuses[status];
  return (
    <span className={`badge ink-${state}`} title={t(means)}>
      <StateShape state={state} />
      {t(text)}
    </span>
  );
}
