import { useT } from '#console/i18n.ts';
import { Page } from '#console/kit/page.tsx';
import { Table } from '#console/kit/table.tsx';
import { useContract } from '#console/use-contract.ts';
import { listChecks } from './api.ts';

/** `/checks`: the checks and their last result. */
export default function ChecksPage() {
  const t = useT();
  const { data, error, refetch } = useContract(listChecks, { query: {} }, { live: ['check', 'observation'] });
  const title = t({ fr: 'Sondes', en: 'Checks' });
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
