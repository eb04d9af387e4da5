import { useT } from '#console/i18n.ts';
import { Page } from '#console/kit/page.tsx';
import { Table } from '#console/kit/table.tsx';
import { useContract } from '#console/use-contract.ts';
import { listSecrets } from './api.ts';

/** `/secrets`: what Vigie is entrusted with and never shows. */
export default function SecretsPage() {
  const t = useT();
  const { data, error, refetch } = useContract(listSecrets, { query: {} }, { live: ['secret'] });
  const title = t({ fr: 'Secrets', en: 'Secrets' });
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
