import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs';
import { useMemo } from 'react';
import { useT } from '#console/i18n.ts';
import type { Translate } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { Section } from '#console/kit/page.tsx';
import { Table } from '#console/kit/table.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import { toast, toastProblem } from '#console/kit/toast.tsx';
import { useContractMutation } from '#console/use-contract.ts';
import {
  addSubscriptions,
  listSubscriptionHits,
  listSubscriptions,
  removeSubscription,
  suggestSubscriptions,
} from './api-subscriptions.ts';
import type { SubscriptionRow } from './api-subscriptions.ts';
import { kindTexts } from './subscription-words.ts';

interface ListProps {
  readonly items: readonly SubscriptionRow[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string | undefined) => void;
}

/** What one follows; a line narrows what was heard to its own. */
export function SubscriptionList({ items, chosen, onChoose }: ListProps) {
  const t = useT();
  const remove = useRemove();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <Section title={t({ fr: 'Ce que je suis', en: 'What I follow' })} count={items.length}>
      <Table<SubscriptionRow>
        label={t({ fr: 'Abonnements', en: 'Subscriptions' })}
        columns={columns}
        rows={items}
        rowKey={(row) => row.id}
        openKey={chosen}
        onOpen={(row) => onChoose(row.id === chosen ? undefined : row.id)}
        actions={[
          {
            id: 'remove',
            label: t({ fr: 'Ne plus suivre', en: 'Unfollow' }),
            icon: <IconTrash size={16} />,
            run: (rows) => void remove(rows),
          },
        ]}
        empty={
          <Empty title={t({ fr: 'Vous ne suivez rien encore', en: 'You follow nothing yet' })}>
            {t({
              fr: 'Ce qui touche la carte vous est dit sans abonnement. Un abonnement sert à entendre parler d’un éditeur, d’un produit ou d’un mot avant même qu’un inventaire ou un numéro existe.',
              en: 'What touches the map is told without a subscription. A subscription lets you hear of a vendor, a product or a word before an inventory or a number exists.',
            })}
          </Empty>
        }
      />
    </Section>
  );
}

function columnsOf(t: Translate): Column<SubscriptionRow>[] {
  return [
    {
      id: 'value',
      title: t({ fr: 'Sujet', en: 'Subject' }),
      primary: true,
      grow: 3,
      sort: (row) => row.value,
      cell: (row) => <span className="clip">{row.value}</span>,
    },
    {
      id: 'kind',
      title: t({ fr: 'Nature', en: 'Kind' }),
      width: 110,
      card: true,
      sort: (row) => row.kind,
      cell: (row) => t(kindTexts[row.kind]),
    },
    {
      id: 'recent',
      title: t({ fr: 'En 30 jours', en: 'In 30 days' }),
      width: 120,
      align: 'end',
      card: true,
      sort: (row) => row.recent,
      cell: (row) => <span className="num">{row.recent}</span>,
    },
    {
      id: 'last',
      title: t({ fr: 'Dernier', en: 'Last' }),
      width: 150,
      sort: (row) => row.lastHitAt,
      cell: (row) => <Time at={row.lastHitAt} />,
    },
  ];
}

/** Takes subscriptions away, with the way back. */
function useRemove() {
  const refresh = [listSubscriptions, listSubscriptionHits, suggestSubscriptions];
  const remove = useContractMutation(removeSubscription, { refresh });
  const add = useContractMutation(addSubscriptions, { refresh });
  return async (rows: readonly SubscriptionRow[]): Promise<void> => {
    try {
      for (const { id } of rows) await remove.mutateAsync({ params: { id } });
      const items = rows.map(({ kind, value }) => ({ kind, value }));
      const undo = (): void => add.mutate({ body: { items } }, { onError: toastProblem });
      const names = rows.map(({ value }) => value).join(', ');
      toast({ fr: `${names} : plus suivi.`, en: `${names}: no longer followed.` }, { state: 'ok', undo });
    } catch (error) {
      toastProblem(error);
    }
  };
}
