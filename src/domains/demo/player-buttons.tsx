import { Button } from '@mantine/core';
import IconPlayerPause from '@tabler/icons-react/dist/esm/icons/IconPlayerPause.mjs';
import IconPlayerPlay from '@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs';
import IconPlayerSkipForward from '@tabler/icons-react/dist/esm/icons/IconPlayerSkipForward.mjs';
import IconPlayerStop from '@tabler/icons-react/dist/esm/icons/IconPlayerStop.mjs';
import { useT } from '#console/i18n.ts';
import type { Demo } from './api.ts';
import { usePlayer } from './use-player.tsx';

type Player = NonNullable<Demo['player']>;

/** Pause or resume, one step further, back to calm. */
export function PlayerButtons({ player, small = false }: { player: Player; small?: boolean }) {
  const t = useT();
  const command = usePlayer();
  const size = small ? { size: 'compact-xs' as const } : {};
  const icon = small ? 14 : 16;
  const more = player.step < player.steps;
  return (
    <span className="row wrap player-buttons">
      {player.status === 'playing' && (
        <Button {...size} leftSection={<IconPlayerPause size={icon} />} onClick={command.pause}>
          {t({ fr: 'Pause', en: 'Pause' })}
        </Button>
      )}
      {player.status === 'paused' && more && (
        <Button {...size} leftSection={<IconPlayerPlay size={icon} />} onClick={command.resume}>
          {t({ fr: 'Reprendre', en: 'Resume' })}
        </Button>
      )}
      {more && (
        <Button
          {...(small ? size : { variant: 'filled' })}
          leftSection={<IconPlayerSkipForward size={icon} />}
          loading={command.busy}
          onClick={command.step}
        >
          {t({ fr: 'Étape suivante', en: 'Next step' })}
        </Button>
      )}
      <Button {...size} leftSection={<IconPlayerStop size={icon} />} onClick={command.stop}>
        {t({ fr: 'Revenir au calme', en: 'Back to calm' })}
      </Button>
    </span>
  );
}
