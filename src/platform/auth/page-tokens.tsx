import { useT } from '#console/i18n.ts';
import { Page } from '#console/kit/page.tsx';
import { Table } from '#console/kit/table.tsx';
import { useContract } from '#console/use-contract.ts';
import { listAllTokens } from './api.ts';

/** `/tokens`: the API tokens of all accounts. */
export default function TokensPage() {
  const t = useT();
  const { data, error, refetch } = useContract(listAllTokens, { query: {} }, { live: ['account'] });
  const title = t({ fr: 'Jetons d’API', en: 'API tokens' });
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
