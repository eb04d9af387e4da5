import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
import IconClockPause from '@tabler/icons-react/dist/esm/icons/IconClockPause.mjs';
import IconGavel from '@tabler/icons-react/dist/esm/icons/IconGavel.mjs';
import IconUserPlus from '@tabler/icons-react/dist/esm/icons/IconUserPlus.mjs';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Text } from '#engines/text.ts';
import { useT } from '#console/i18n.ts';
import type { RowAction } from '#console/kit/table-types.ts';
import { useRight } from '#console/session.ts';
import { useActOnFindings } from './act-on-findings.tsx';
import type { Finding } from './api-findings.ts';
import { AssignDialog } from './assign-dialog.tsx';
import { DecideDialog } from './decide-dialog.tsx';
import { SnoozeDialog } from './snooze-dialog.tsx';

type Dialog = 'assign' | 'decide' | 'snooze';

export interface FindingActions {
  /** For a table; empty for who may only read. */
  readonly rowActions: readonly RowAction<Finding>[];
  readonly acknowledge: (findings: readonly Finding[]) => void;
  readonly open: (dialog: Dialog, findings: readonly Finding[]) => void;
  /** To be rendered once by the page. */
  readonly dialogs: ReactNode;
}

/** What a person does on findings, one or many: acknowledge, assign, decide, snooze. */
export function useFindingActions(): FindingActions {
  const t = useT();
  const may = useRight('act');
  const [shown, setShown] = useState<{ dialog: Dialog; findings: readonly Finding[] } | null>(null);
  const act = useActOnFindings();
  const open: FindingActions['open'] = (dialog, findings) => setShown({ dialog, findings });
  const close = (): void => setShown(null);
  const acknowledge: FindingActions['acknowledge'] = (findings) =>
    void act(findings, { kind: 'acknowledge' }, acknowledgedText);
  const rowActions: readonly RowAction<Finding>[] = [
    {
      id: 'acknowledge',
      keys: 'a',
      label: t({ fr: 'Prendre en compte', en: 'Acknowledge' }),
      icon: <IconCheck size={16} />,
      when: (row) => row.acknowledgedAt === null && row.closedAt === null,
      run: acknowledge,
    },
    {
      id: 'assign',
      keys: 'e',
      label: t({ fr: 'Affecter', en: 'Assign' }),
      icon: <IconUserPlus size={16} />,
      run: (rows) => open('assign', rows),
    },
    {
      id: 'decide',
      keys: 'd',
      label: t({ fr: 'Décider', en: 'Decide' }),
      icon: <IconGavel size={16} />,
      when: (row) => row.closedAt === null,
      run: (rows) => open('decide', rows),
    },
    {
      id: 'snooze',
      keys: 's',
      label: t({ fr: 'Reporter', en: 'Snooze' }),
      icon: <IconClockPause size={16} />,
      when: (row) => row.closedAt === null,
      run: (rows) => open('snooze', rows),
    },
  ];
  const findings = shown?.findings ?? [];
  const dialogs = (
    <>
      <AssignDialog opened={shown?.dialog === 'assign'} findings={findings} act={act} onClose={close} />
      <SnoozeDialog opened={shown?.dialog === 'snooze'} findings={findings} act={act} onClose={close} />
      <DecideDialog opened={shown?.dialog === 'decide'} findings={findings} onClose={close} />
    </>
  );
  return { rowActions: may ? rowActions : [], acknowledge, open, dialogs };
}

const acknowledgedText: Text = {
  fr: '{count} constat pris en compte.|{count} constats pris en compte.',
  en: '{count} finding acknowledged.|{count} findings acknowledged.',
};
