import IconEdit from '@tabler/icons-react/dist/esm/icons/IconEdit.mjs';
import IconPlayerPause from '@tabler/icons-react/dist/esm/icons/IconPlayerPause.mjs';
import IconPlayerPlay from '@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs';
import IconRefresh from '@tabler/icons-react/dist/esm/icons/IconRefresh.mjs';
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs';
import { formatDuration } from '#console/format.ts';
import { useLanguage, useT } from '#console/i18n.ts';
import { StateShape } from '#console/kit/state-badge.tsx';
import { states, stateTexts } from '#console/kit/state.ts';
import type { Column, RowAction } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import { useRight } from '#console/session.ts';
import { AssetLink } from '#map/asset-link.tsx';
import type { Check } from './api.ts';
import { Latency, kindTexts, stateOfCheck, useCheckSentence } from './check-words.tsx';
import { useCheckActions } from './use-check-actions.tsx';

export function useCheckColumns(): Column<Check>[] {
  const t = useT();
  const language = useLanguage();
  const sentence = useCheckSentence();
  return [
    {
      id: 'name',
      title: t({ fr: 'Sonde', en: 'Check' }),
      primary: true,
      grow: 2,
      minWidth: 160,
      cell: (row) => (
        <span className="check-name">
          <StateShape state={stateOfCheck(row)} label={t(stateTexts[stateOfCheck(row)])} />
          <span className="clip">
            {row.name}
            <span className="only-card muted"> · {row.asset.name}</span>
          </span>
        </span>
      ),
      sort: (row) => row.name,
      csv: (row) => row.name,
    },
    {
      id: 'asset',
      title: t({ fr: 'Actif', en: 'Asset' }),
      grow: 2,
      cell: (row) => <AssetLink asset={row.asset} bare />,
      sort: (row) => row.asset.name,
      csv: (row) => row.asset.name,
    },
    {
      id: 'result',
      title: t({ fr: 'Dernier relevé', en: 'Last result' }),
      grow: 4,
      minWidth: 200,
      card: true,
      cell: (row) => <span title={sentence(row)}>{sentence(row)}</span>,
      sort: (row) => states.indexOf(stateOfCheck(row)),
      csv: sentence,
    },
    ...useMeasures(language),
  ];
}

function useMeasures(language: 'fr' | 'en'): Column<Check>[] {
  const t = useT();
  return [
    {
      id: 'state',
      title: t({ fr: 'Depuis', en: 'Since' }),
      width: 120,
      wideOnly: true,
      cell: (row) => <Time at={row.observed?.since} />,
      sort: (row) => row.observed?.since,
      csv: (row) => `${t(stateTexts[stateOfCheck(row)])} ${row.observed?.since ?? ''}`.trim(),
    },
    {
      id: 'latency',
      title: t({ fr: 'Latence', en: 'Latency' }),
      width: 92,
      align: 'end',
      cell: (row) => <Latency ms={row.observed?.latencyMs ?? null} />,
      sort: (row) => row.observed?.latencyMs,
      csv: (row) => row.observed?.latencyMs,
    },
    {
      id: 'every',
      title: t({ fr: 'Toutes les', en: 'Every' }),
      width: 96,
      align: 'end',
      wideOnly: true,
      cell: (row) => <span className="num">{formatDuration(row.intervalSeconds, language)}</span>,
      sort: (row) => row.intervalSeconds,
      csv: (row) => row.intervalSeconds,
    },
    {
      id: 'kind',
      title: t({ fr: 'Genre', en: 'Kind' }),
      width: 96,
      wideOnly: true,
      cell: (row) => <span title={row.summary}>{t(kindTexts[row.target.kind])}</span>,
      sort: (row) => row.target.kind,
      csv: (row) => row.summary,
    },
  ];
}

export function useCheckRowActions(onEdit: (check: Check) => void): RowAction<Check>[] {
  const t = useT();
  const mayRun = useRight('act');
  const mayChange = useRight('operate');
  const actions = useCheckActions();
  const run: RowAction<Check> = {
    id: 'run',
    label: t({ fr: 'Sonder maintenant', en: 'Check now' }),
    icon: <IconRefresh size={16} />,
    keys: 'r',
    when: (row) => row.enabled,
    run: (rows) => void actions.run(rows),
  };
  const change: RowAction<Check>[] = [
    {
      id: 'edit',
      label: t({ fr: 'Modifier', en: 'Change' }),
      icon: <IconEdit size={16} />,
      keys: 'e',
      bulk: false,
      run: (rows) => rows[0] !== undefined && onEdit(rows[0]),
    },
    {
      id: 'disable',
      label: t({ fr: 'Désactiver', en: 'Disable' }),
      icon: <IconPlayerPause size={16} />,
      when: (row) => row.enabled,
      run: (rows) => void actions.enable(rows, false),
    },
    {
      id: 'enable',
      label: t({ fr: 'Activer', en: 'Enable' }),
      icon: <IconPlayerPlay size={16} />,
      when: (row) => !row.enabled,
      run: (rows) => void actions.enable(rows, true),
    },
    {
      id: 'remove',
      label: t({ fr: 'Supprimer', en: 'Remove' }),
      icon: <IconTrash size={16} />,
      run: (rows) => void actions.remove(rows),
    },
  ];
  return [...(mayRun ? [run] : []), ...(mayChange ? change : [])];
}
