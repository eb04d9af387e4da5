import { Button } from '@mantine/core';
import IconFocus2 from '@tabler/icons-react/dist/esm/icons/IconFocus2.mjs';
import { useT } from '#console/i18n.ts';
import type { ChangeMap, MapQuery } from './map-query.tsx';

interface MapPanelActionsProps {
  readonly id: string;
  readonly query: MapQuery;
  readonly change: ChangeMap;
}

/** Centre the map here, or suppose it lost. */
export function MapPanelActions({ id, query, change }: MapPanelActionsProps) {
  const t = useT();
  const focused = query.focus === id;
  return (
    <>
      {query.view !== 'geography' && (
        <Button
          leftSection={<IconFocus2 size={14} />}
          onClick={() => change({ focus: focused ? undefined : id }, { push: true })}
        >
          {focused
            ? t({ fr: 'Toute la carte', en: 'Whole map' })
            : t({ fr: 'Centrer ici', en: 'Centre here' })}
        </Button>
      )}
      {query.at === undefined && (
        <Button onClick={() => change({ whatif: '1', lost: [...query.lost, id] }, { push: true })}>
          {t({ fr: 'Simuler sa perte', en: 'What if it is lost' })}
        </Button>
      )}
    </>
  );
}
