import './demo.css';
import { useLocation } from '@tanstack/react-router';
import { useT } from '#console/i18n.ts';
import { Link } from '#console/kit/link.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { useRight } from '#console/session.ts';
import { useContract } from '#console/use-contract.ts';
import { readDemo } from './api.ts';
import type { Demo } from './api.ts';
import { PlayerButtons } from './player-buttons.tsx';

/** On every screen while the demonstration is loaded: that all is invented, and what is being played. */
export function DemoBand() {
  const t = useT();
  const { data } = useContract(readDemo, {}, { live: ['demo'] });
  if (data?.loaded !== true) return null;
  return (
    <div
      className="frame-band tint-planned"
      role="region"
      aria-label={t({ fr: 'Démonstration', en: 'Demonstration' })}
    >
      <StateShape state="planned" />
      <strong>{t({ fr: 'Démonstration', en: 'Demonstration' })}</strong>
      {data.player === null ? (
        <span>{t({ fr: 'Parc et événements inventés.', en: 'Invented estate and events.' })}</span>
      ) : (
        <Playing player={data.player} />
      )}
      {data.player === null && (
        <Link href="/demo">{t({ fr: 'Jouer un scénario', en: 'Play a scenario' })}</Link>
      )}
    </div>
  );
}

function Playing({ player }: { player: NonNullable<Demo['player']> }) {
  const t = useT();
  const mayPlay = useRight('operate');
  // Its own page has the same buttons, larger.
  const atHome = useLocation({ select: (location) => location.pathname === '/demo' });
  return (
    <>
      <span className="demo-band-say" aria-live="polite">
        <Link href="/demo">{t(player.title)}</Link>{' '}
        <span className="num">
          {player.step}/{player.steps}
        </span>
        {player.say !== null && <span className="demo-band-words"> {t(player.say)}</span>}
      </span>
      {mayPlay && !atHome && <PlayerButtons player={player} small />}
    </>
  );
}
