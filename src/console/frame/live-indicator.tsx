import { useNow, useReader } from '#console/clock.ts';
import { formatTime } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import { StateShape } from '#console/kit/state-badge.tsx';
import { useLiveState } from '#console/live.ts';

/** « direct », or since when the line is cut. */
export function LiveIndicator() {
  const t = useT();
  const reader = useReader();
  const { status, since } = useLiveState();
  const text =
    status === 'live'
      ? t({ fr: 'direct', en: 'live' })
      : status === 'connecting'
        ? t({ fr: 'connexion…', en: 'connecting…' })
        : t(
            { fr: 'hors ligne depuis {time}', en: 'offline since {time}' },
            { time: formatTime(since, reader) },
          );
  return (
    <span className={status === 'live' ? 'live is-live' : 'live'} role="status" title={text}>
      <StateShape state={status === 'live' ? 'ok' : 'unknown'} size={10} />
      <span className="live-word">{text}</span>
    </span>
  );
}

const bandAfterSeconds = 20;

/** What is on screen is dated: said across the page once the line has been cut for a while. */
export function LiveBand() {
  const t = useT();
  const reader = useReader();
  const now = useNow(5);
  const { status, since } = useLiveState();
  if (status !== 'offline' || now - since < bandAfterSeconds * 1000) return null;
  return (
    <div className="frame-band tint-unknown" role="status">
      <StateShape state="unknown" />
      <strong>
        {t(
          { fr: 'Hors ligne depuis {time}', en: 'Offline since {time}' },
          { time: formatTime(since, reader) },
        )}
      </strong>
      <span>
        {t({
          fr: 'Les états affichés datent de cette heure ; l’affichage reprendra seul.',
          en: 'The states shown are of that time; the display resumes by itself.',
        })}
      </span>
    </div>
  );
}
