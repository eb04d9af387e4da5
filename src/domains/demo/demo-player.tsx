import { useNow, useReader } from '#console/clock.ts';
import { formatDuration } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import { Link } from '#console/kit/link.tsx';
import { Section } from '#console/kit/page.tsx';
import { useRight } from '#console/session.ts';
import type { Demo } from './api.ts';
import { DemoHurt } from './demo-hurt.tsx';
import { PlayerButtons } from './player-buttons.tsx';
import { useSpeedText } from './speeds.tsx';

type Player = NonNullable<Demo['player']>;

/** The scenario under way: its sentence now, what comes next, what it hurts. */
export function DemoPlayer({ player }: { player: Player }) {
  const t = useT();
  const mayPlay = useRight('operate');
  const speedText = useSpeedText();
  return (
    <Section
      title={t(player.title)}
      count={t(
        { fr: 'étape {step} sur {steps}', en: 'step {step} of {steps}' },
        { step: player.step, steps: player.steps },
      )}
    >
      <div className="card demo-player">
        <Progress player={player} />
        <p className="demo-say" aria-live="polite">
          {player.say === null ? t({ fr: 'Tout est calme.', en: 'All is calm.' }) : t(player.say)}
        </p>
        <p className="muted">
          <Next player={player} /> {player.status !== 'ended' && speedText(player.speed)}
        </p>
        {mayPlay && <PlayerButtons player={player} />}
      </div>
      <DemoHurt />
      <p className="demo-weather">
        <Link href="/">{t({ fr: 'Voir la météo des services', en: 'See the weather of the services' })}</Link>
        {' · '}
        <Link href="/map">{t({ fr: 'Voir la carte', en: 'See the map' })}</Link>
      </p>
    </Section>
  );
}

function Progress({ player }: { player: Player }) {
  return (
    <div className="demo-progress" aria-hidden>
      {Array.from({ length: player.steps }, (_, index) => (
        <span key={index} className={index < player.step ? 'done' : ''} />
      ))}
    </div>
  );
}

/** When the next step comes, in real time. */
function Next({ player }: { player: Player }) {
  const t = useT();
  const { language } = useReader();
  const now = useNow(1);
  if (player.status === 'ended') {
    return t({
      fr: 'Le scénario est terminé ; rien ne bouge plus jusqu’à ce que vous reveniez au calme.',
      en: 'The scenario is over; nothing moves until you go back to calm.',
    });
  }
  if (player.status === 'paused' || player.nextAt === null) {
    return t({ fr: 'En pause.', en: 'Paused.' });
  }
  const seconds = Math.max(0, (Date.parse(player.nextAt) - now) / 1000);
  return t(
    { fr: 'Étape suivante dans {time}.', en: 'Next step in {time}.' },
    { time: formatDuration(seconds, language) },
  );
}
