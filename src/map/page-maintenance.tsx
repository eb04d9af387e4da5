import { useT } from '#console/i18n.ts';
import { Page } from '#console/kit/page.tsx';
import { Table } from '#console/kit/table.tsx';
import { useContract } from '#console/use-contract.ts';
import { listMaintenance } from './api-sources.ts';

/** `/maintenance`: planned outages. */
export default function MaintenancePage() {
  const t = useT();
  const { data, error, refetch } = useContract(listMaintenance, {}, { live: ['maintenance'] });
  const title = t({ fr: 'Maintenances', en: 'Maintenance' });
  return (
    <Page title={title} flush>
      <Table
        label={title}
        columns={[
          { id: 'name', title: t({ fr: 'Nom', en: 'Name' }), primary: true, cell: (row) => row.title },
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
