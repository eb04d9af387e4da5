import './frame.css';
import { Outlet, useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useT } from '#console/i18n.ts';
import { LiveBand } from './live-indicator.tsx';
import { BottomBar } from './bottom-bar.tsx';
import { DemoBanner } from './demo-banner.tsx';
import { Help } from './help.tsx';
import { startKeyboard } from './keyboard.ts';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import { SessionGate } from './session-gate.tsx';

/** What surrounds every page of a signed-in person. */
export function Frame() {
  const t = useT();
  const wall = useLocation({
    select: (location) => new URLSearchParams(location.searchStr).get('wall') === '1',
  });
  useEffect(startKeyboard, []);
  // A screen on the wall has nobody at its keyboard.
  if (wall)
    return (
      <div className="frame frame-wall">
        <div className="frame-bands">
          <DemoBanner />
        </div>
        <SessionGate>
          <Outlet />
        </SessionGate>
      </div>
    );
  return (
    <div className="frame">
      <a className="skip" href="#content">
        {t({ fr: 'Aller au contenu', en: 'Skip to the content' })}
      </a>
      <div className="frame-bands">
        <DemoBanner />
        <LiveBand />
      </div>
      <Rail />
      <div className="frame-page">
        <SessionGate>
          <Outlet />
        </SessionGate>
      </div>
      <BottomBar />
      <Palette />
      <Help />
    </div>
  );
}
