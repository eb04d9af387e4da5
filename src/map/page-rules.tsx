import { useT } from '#console/i18n.ts';
import { Page } from '#console/kit/page.tsx';
import { Table } from '#console/kit/table.tsx';
import { useContract } from '#console/use-contract.ts';
import { listRules } from './api-findings.ts';

/** `/rules`: the rules and their last run. */
export default function RulesPage() {
  const t = useT();
  const { data, error, refetch } = useContract(listRules, {}, { live: ['finding'] });
  const title = t({ fr: 'Règles', en: 'Rules' });
  return (
    <Page title={title} flush>
      <Table
        label={title}
        columns={[
          { id: 'name', title: t({ fr: 'Nom', en: 'Name' }), primary: true, cell: (row) => t(row.title) },
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
