import './side-panel.css';
import { ActionIcon, Tooltip } from '@mantine/core';
import IconArrowsMaximize from '@tabler/icons-react/dist/esm/icons/IconArrowsMaximize.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import type { ReactNode } from 'react';
import { useShortcuts } from '#console/frame/keyboard.ts';
import { useT } from '#console/i18n.ts';
import { useGo } from './link.tsx';

export interface SidePanelProps {
  readonly title: string;
  readonly mark?: ReactNode;
  /** The whole page of the object; ⏎ opens it. */
  readonly href?: string;
  readonly onClose: () => void;
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

/** The one panel at the side of a list: an object without leaving the list. Escape closes, ⏎ opens it whole. */
export function SidePanel({ title, mark, href, onClose, footer, children }: SidePanelProps) {
  const t = useT();
  const go = useGo();
  const openText = t({ fr: 'Ouvrir en entier', en: 'Open whole' });
  const closeText = t({ fr: 'Fermer', en: 'Close' });
  useShortcuts([
    { keys: 'escape', label: { fr: 'Fermer le panneau', en: 'Close the panel' }, run: onClose },
    ...(href === undefined
      ? []
      : [{ keys: 'enter', label: { fr: 'Ouvrir en entier', en: 'Open whole' }, run: () => go(href) }]),
  ]);
  return (
    <section className="panel" aria-label={title}>
      <header>
        {mark}
        <h2>{title}</h2>
        {href !== undefined && (
          <Tooltip label={`${openText} ⏎`}>
            <ActionIcon aria-label={openText} onClick={() => go(href)}>
              <IconArrowsMaximize size={16} />
            </ActionIcon>
          </Tooltip>
        )}
        <Tooltip label={closeText}>
          <ActionIcon aria-label={closeText} onClick={onClose}>
            <IconX size={16} />
          </ActionIcon>
        </Tooltip>
      </header>
      <div className="panel-body" tabIndex={0} role="group" aria-label={title}>
        {children}
      </div>
      {footer !== undefined && <footer>{footer}</footer>}
    </section>
  );
}
