import { useT } from '#console/i18n.ts';
import { Page } from '#console/kit/page.tsx';
import { Table } from '#console/kit/table.tsx';
import { useContract } from '#console/use-contract.ts';
import { listAccounts } from './api-accounts.ts';

/** `/people`: the accounts and their roles. */
export default function AccountsPage() {
  const t = useT();
  const { data, error, refetch } = useContract(listAccounts, { query: {} }, { live: ['account'] });
  const title = t({ fr: 'Comptes', en: 'Accounts' });
  return (
    <Page title={title} flush>
      <Table
        label={title}
        columns={[
          { id: 'name', title: t({ fr: 'Nom', en: 'Name' }), primary: true, cell: (row) => row.displayName },
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
