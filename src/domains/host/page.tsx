import { useT } from '#console/i18n.ts';
import { Page } from '#console/kit/page.tsx';
import { Table } from '#console/kit/table.tsx';
import { useContract } from '#console/use-contract.ts';
import { listHosts } from './api.ts';

/** `/hosts`: the machines that are read. */
export default function HostsPage() {
  const t = useT();
  const { data, error, refetch } = useContract(listHosts, {}, { live: ['observation', 'asset'] });
  const title = t({ fr: 'Hôtes', en: 'Hosts' });
  return (
    <Page title={title} flush>
      <Table
        label={title}
        columns={[
          { id: 'name', title: t({ fr: 'Nom', en: 'Name' }), primary: true, cell: (row) => row.name },
        ]}
        rows={data?.items}
        rowKey={(row) => row.id}
        error={error}
        onRetry={() => void refetch()}
        fill
      />
    </Page>
  );
}
