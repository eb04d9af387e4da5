import './network.css';
import { Button } from '@mantine/core';
import IconPlayerPlay from '@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs';
import IconEdit from '@tabler/icons-react/dist/esm/icons/IconEdit.mjs';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs';
import { z } from 'zod';
import { useT } from '#console/i18n.ts';
import { confirm } from '#console/kit/confirm.tsx';
import { Empty } from '#console/kit/empty.tsx';
import { Page } from '#console/kit/page.tsx';
import { Table } from '#console/kit/table.tsx';
import type { RowAction } from '#console/kit/table-types.ts';
import { toast, toastProblem } from '#console/kit/toast.tsx';
import { useRight } from '#console/session.ts';
import { useContract, useContractMutation } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { flag, uuid } from '#platform/schemas.ts';
import { deleteRange, listRanges, runRange } from './api.ts';
import type { Range } from './api.ts';
import { useRangeColumns } from './range-columns.tsx';
import { RangeDialog } from './range-dialog.tsx';

const rangesQuery = z.object({ new: flag.optional(), edit: uuid.optional() });

/** `/network/ranges`: what Vigie may ask by SNMP, and how the last reading went. */
export default function RangesPage() {
  const t = useT();
  const maySet = useRight('administer');
  const [query, change] = useUrlQuery(rangesQuery);
  const { data, error, refetch } = useContract(
    listRanges,
    {},
    { live: ['network', 'source'], refetchSeconds: 30 },
  );
  const edited = data?.items.find((range) => range.id === query.edit);
  const add = (
    <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => change({ new: '1' })}>
      {t({ fr: 'Ajouter une plage', en: 'Add a range' })}
    </Button>
  );
  return (
    <Page
      title={t({ fr: 'Plages interrogées', en: 'Ranges asked' })}
      crumb={{ label: t({ fr: 'Équipements réseau', en: 'Network devices' }), href: '/network' }}
      flush
      {...(maySet ? { actions: add } : {})}
    >
      <Table
        label={t({ fr: 'Plages interrogées', en: 'Ranges asked' })}
        columns={useRangeColumns()}
        rows={data?.items}
        rowKey={(row) => row.id}
        error={error}
        onRetry={() => void refetch()}
        actions={useRangeActions(maySet, (range) => change({ edit: range.id }))}
        exportName={t({ fr: 'plages', en: 'ranges' })}
        empty={
          <Empty title={t({ fr: 'Aucune plage', en: 'No range' })} {...(maySet ? { action: add } : {})}>
            {t({
              fr: 'Une plage dit à Vigie quelles adresses interroger par SNMP, avec quelle communauté, et à quel rythme.',
              en: 'A range tells Vigie which addresses to ask by SNMP, with which community, and how often.',
            })}
          </Empty>
        }
        fill
      />
      {maySet && (
        <RangeDialog
          key={edited?.id ?? 'new'}
          opened={query.new === true || edited !== undefined}
          range={edited}
          onClose={() => change({ new: undefined, edit: undefined })}
        />
      )}
    </Page>
  );
}

function useRangeActions(maySet: boolean, edit: (range: Range) => void): RowAction<Range>[] {
  const t = useT();
  const run = useContractMutation(runRange, { refresh: [listRanges] });
  const remove = useContractMutation(deleteRange, { refresh: [listRanges] });
  const ask: RowAction<Range> = {
    id: 'run',
    label: t({ fr: 'Interroger maintenant', en: 'Ask now' }),
    icon: <IconPlayerPlay size={16} />,
    bulk: false,
    when: (range) => range.enabled,
    run: ([range]) => {
      if (range === undefined) return;
      run
        .mutateAsync({ params: { id: range.id } })
        .then(() => toast({ fr: 'Lecture demandée.', en: 'Reading asked for.' }))
        .catch(toastProblem);
    },
  };
  if (!maySet) return [ask];
  return [
    ask,
    {
      id: 'edit',
      label: t({ fr: 'Modifier', en: 'Change' }),
      icon: <IconEdit size={16} />,
      bulk: false,
      run: ([range]) => range && edit(range),
    },
    {
      id: 'remove',
      label: t({ fr: 'Supprimer', en: 'Remove' }),
      icon: <IconTrash size={16} />,
      bulk: false,
      run: ([range]) => {
        if (range !== undefined)
          void removeOne(range, t, async () => remove.mutateAsync({ params: { id: range.id } }));
      },
    },
  ];
}

async function removeOne(
  range: Range,
  t: ReturnType<typeof useT>,
  remove: () => Promise<unknown>,
): Promise<void> {
  const yes = await confirm({
    title: t({ fr: 'Supprimer cette plage ?', en: 'Remove this range?' }),
    body: t({
      fr: 'Ses équipements restent sur la carte, mais ne seront plus lus : ils deviendront orphelins au bout de 30 jours.',
      en: 'Its devices stay on the map but will be read no more: they become orphans after 30 days.',
    }),
    cuts: [{ name: range.name, note: range.addresses }],
    action: t({ fr: 'Supprimer', en: 'Remove' }),
  });
  if (!yes) return;
  try {
    await remove();
    toast({ fr: 'Plage supprimée.', en: 'Range removed.' });
  } catch (error) {
    toastProblem(error);
  }
}
