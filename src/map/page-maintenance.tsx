import { Button } from '@mantine/core';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { useNow } from '#console/clock.ts';
import { matchWords } from '#console/frame/match-words.ts';
import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { FilterSearch } from '#console/kit/filters.tsx';
import { Page } from '#console/kit/page.tsx';
import { Table } from '#console/kit/table.tsx';
import type { RowAction } from '#console/kit/table-types.ts';
import { useRight } from '#console/session.ts';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { flag, search, uuid } from '#platform/schemas.ts';
import { listMaintenance } from './api-sources.ts';
import { useMaintenanceColumns } from './maintenance-columns.tsx';
import { MaintenancePanel, useCancelMaintenance } from './maintenance-panel.tsx';
import { isOver, statusOf, statusTexts } from './maintenance-words.tsx';
import type { Maintenance } from './maintenance-words.tsx';
import { PlanMaintenance } from './plan-maintenance.tsx';

const maintenanceQuery = z.object({
  q: search.optional(),
  open: uuid.optional(),
  /** The form is open, with these assets already chosen. */
  plan: flag.optional(),
  assets: z.array(uuid).max(500).default([]),
});

/** `/maintenance`: what is stopped on purpose: running, to come, over. */
export default function MaintenancePage() {
  const t = useT();
  const now = useNow(15);
  const mayPlan = useRight('operate');
  const [query, change] = useUrlQuery(maintenanceQuery);
  const { data, error, refetch } = useContract(listMaintenance, {}, { live: ['maintenance'] });
  const q = query.q ?? '';
  const rows = useMemo(
    () =>
      data?.items.filter((one) =>
        matchWords(`${one.title} ${one.by} ${one.assets.map((asset) => asset.name).join(' ')}`, q),
      ),
    [data, q],
  );
  const open = data?.items.find((one) => one.id === query.open);
  const plan = (
    <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => change({ plan: '1' })}>
      {t({ fr: 'Planifier', en: 'Plan' })}
    </Button>
  );
  return (
    <Page
      title={t({ fr: 'Maintenances', en: 'Maintenance' })}
      flush
      chips={
        <FilterSearch
          label={t({ fr: 'Filtrer les maintenances', en: 'Filter maintenance' })}
          value={q}
          onChange={(next) => change({ q: next })}
        />
      }
      {...(mayPlan ? { actions: plan } : {})}
      {...(open === undefined
        ? {}
        : {
            panel: (
              <MaintenancePanel
                key={open.id}
                maintenance={open}
                onClose={() => change({ open: undefined })}
              />
            ),
          })}
    >
      <Table
        label={t({ fr: 'Maintenances', en: 'Maintenance' })}
        columns={useMaintenanceColumns(now)}
        rows={rows}
        rowKey={(row) => row.id}
        error={error}
        onRetry={() => void refetch()}
        onOpen={(row) => change({ open: row.id })}
        openKey={query.open}
        groupOf={(row) => ({ key: statusOf(row, now), title: t(statusTexts[statusOf(row, now)]) })}
        actions={useRowActions(now)}
        listKey={q}
        exportName={t({ fr: 'maintenances', en: 'maintenance' })}
        empty={<NoMaintenance filtered={q !== ''} action={mayPlan ? plan : null} />}
        fill
      />
      {mayPlan && (
        <PlanMaintenance
          opened={query.plan === true}
          assetIds={query.assets}
          onClose={() => change({ plan: undefined, assets: [] })}
          onPlanned={(id) => change({ plan: undefined, assets: [], open: id })}
        />
      )}
    </Page>
  );
}

function useRowActions(now: number): RowAction<Maintenance>[] {
  const t = useT();
  const mayPlan = useRight('operate');
  const cancel = useCancelMaintenance();
  if (!mayPlan) return [];
  return [
    {
      id: 'cancel',
      label: t({ fr: 'Annuler la maintenance', en: 'Cancel the maintenance' }),
      icon: <IconX size={16} />,
      bulk: false,
      when: (row) => !isOver(row, now),
      run: (rows) => rows[0] !== undefined && void cancel(rows[0]),
    },
  ];
}

function NoMaintenance({ filtered, action }: { filtered: boolean; action: ReactNode }) {
  const t = useT();
  if (filtered)
    return <Empty title={t({ fr: 'Aucune maintenance ne répond', en: 'No maintenance matches' })} />;
  return (
    <Empty
      title={t({ fr: 'Aucune maintenance', en: 'No maintenance' })}
      {...(action === null ? {} : { actions: action })}
    >
      {t({
        fr: 'Annoncez ici un arrêt voulu : ce qu’il coupe est montré par son nom avant de commencer, et n’appelle personne pendant qu’il dure.',
        en: 'Announce an intended stop here: what it cuts is shown by name before it starts, and calls nobody while it lasts.',
      })}
    </Empty>
  );
}
