import { ActionIcon, Button, Menu } from '@mantine/core';
import IconAffiliate from '@tabler/icons-react/dist/esm/icons/IconAffiliate.mjs';
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs';
import IconLink from '@tabler/icons-react/dist/esm/icons/IconLink.mjs';
import IconMap from '@tabler/icons-react/dist/esm/icons/IconMap2.mjs';
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs';
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs';
import { useT } from '#console/i18n.ts';
import { useGo } from '#console/kit/link.tsx';
import { useRight } from '#console/session.ts';
import type { AssetDetail } from './api-assets.ts';
import type { AssetDialogName } from './page-asset.tsx';

interface AssetActionsProps {
  readonly asset: AssetDetail;
  readonly onOpen: (dialog: AssetDialogName) => void;
}

/** What can be done with an asset from its page. */
export function AssetActions({ asset, onOpen }: AssetActionsProps) {
  const t = useT();
  const go = useGo();
  const may = useRight('operate') && asset.retiredAt === null;
  return (
    <>
      {may && (
        <Button variant="filled" leftSection={<IconPencil size={16} />} onClick={() => onOpen('edit')}>
          {t({ fr: 'Corriger', en: 'Correct' })}
        </Button>
      )}
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={t({ fr: 'Autres actions', en: 'More actions' })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconMap size={16} />}
            onClick={() => go(`/map?focus=${asset.id}&select=${asset.id}`)}
          >
            {t({ fr: 'Voir sur la carte', en: 'Show on the map' })}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconAffiliate size={16} />}
            onClick={() => go(`/map?focus=${asset.id}&whatif=1&lost=${asset.id}`)}
          >
            {t({ fr: 'Simuler sa perte', en: 'What if it is lost' })}
          </Menu.Item>
          {may && (
            <Menu.Item leftSection={<IconLink size={16} />} onClick={() => onOpen('link')}>
              {t({ fr: 'Relier à un autre actif', en: 'Link to another asset' })}
            </Menu.Item>
          )}
          {may && (
            <Menu.Item leftSection={<IconTrash size={16} />} color="red" onClick={() => onOpen('retire')}>
              {t({ fr: 'Retirer de la carte', en: 'Retire from the map' })}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
