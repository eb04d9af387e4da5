import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { Table } from '#console/kit/table.tsx';
import { useContract } from '#console/use-contract.ts';
import { listFindings } from '#map/api-findings.ts';
import { useFindingColumns } from '#map/finding-columns.tsx';
import { useFindingActions } from '#map/use-finding-actions.tsx';

const mostShown = 500;

/** Every open finding that hurts the service, those set aside included. */
export function FindingsTab({ serviceId, name }: { serviceId: string; name: string }) {
  const t = useT();
  const { data, error, refetch } = useContract(
    listFindings,
    { query: { service: serviceId, quiet: '1', limit: mostShown } },
    { live: ['finding', 'decision', 'maintenance'] },
  );
  const actions = useFindingActions();
  return (
    <>
      <Table
        label={t({ fr: 'Constats du service', en: 'Findings of the service' })}
        columns={useFindingColumns(['services'])}
        rows={data?.items}
        rowKey={(row) => row.id}
        error={error}
        onRetry={() => void refetch()}
        total={data?.total ?? 0}
        hrefOf={(row) => `/findings/${row.id}`}
        actions={actions.rowActions}
        exportName={`${t({ fr: 'constats', en: 'findings' })}-${name}`}
        empty={
          <Empty
            mark={<StateShape state="ok" />}
            title={t({ fr: 'Aucun constat ouvert', en: 'No open finding' })}
          >
            {t({
              fr: 'Aucune règle ne trouve de problème sur ce service ni sur ce qui le porte.',
              en: 'No rule finds a problem on this service or on what carries it.',
            })}
          </Empty>
        }
      />
      {actions.dialogs}
    </>
  );
}
