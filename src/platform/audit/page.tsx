import { useT } from '#console/i18n.ts';
import { Page } from '#console/kit/page.tsx';
import { Table } from '#console/kit/table.tsx';
import { useContract } from '#console/use-contract.ts';
import { listAudit } from './api.ts';

/** `/audit`: who did what, when. */
export default function AuditPage() {
  const t = useT();
  const { data, error, refetch } = useContract(listAudit, { query: {} }, { live: ['audit'] });
  const title = t({ fr: 'Audit', en: 'Audit' });
  return (
    <Page title={title} flush>
      <Table
        label={title}
        columns={[
          {
            id: 'name',
            title: t({ fr: 'Nom', en: 'Name' }),
            primary: true,
            cell: (row) => (row.title === null ? row.action : t(row.title)),
          },
        ]}
        rows={data?.items}
        rowKey={(row) => String(row.seq)}
        error={error}
        onRetry={() => void refetch()}
        fill
      />
    </Page>
  );
}
