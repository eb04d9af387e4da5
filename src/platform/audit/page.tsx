import { Button } from '@mantine/core';
import { useNow, useReader } from '#console/clock.ts';
import { call } from '#console/client.ts';
import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { Page } from '#console/kit/page.tsx';
import { Pager } from '#console/kit/pager.tsx';
import { Table } from '#console/kit/table.tsx';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { listAudit } from './api.ts';
import { useAuditColumns } from './audit-columns.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { AuditPanel } from './audit-panel.tsx';
import { auditQuery, filtersOf, noFilters, pageSize } from './audit-query.tsx';
import { VerificationResult, VerifyButton, useVerification } from './audit-verification.tsx';
import type { AuditRow } from './audit-words.tsx';

/** `/audit`: who did what, when, from where; and the proof that nothing was taken out. */
export default function AuditPage() {
  const t = useT();
  const { timeZone } = useReader();
  const now = useNow(60);
  const [query, change] = useUrlQuery(auditQuery);
  const filters = filtersOf(query, timeZone);
  const { data, error, refetch } = useContract(
    listAudit,
    { query: { ...filters, limit: pageSize, offset: query.page * pageSize } },
    { live: ['audit'] },
  );
  const verification = useVerification();
  const open = data?.items.find((row) => row.seq === query.open);
  const filtered = Object.keys(filters).length > 0;
  return (
    <Page
      title={t({ fr: 'Audit', en: 'Audit' })}
      flush
      chips={<AuditFilters query={query} change={change} rows={data?.items} />}
      actions={<VerifyButton verification={verification} />}
      {...(open === undefined ? {} : { panel: <AuditPanel key={open.seq} row={open} change={change} /> })}
    >
      {verification.report !== null && <VerificationResult report={verification.report} />}
      <Table
        label={t({ fr: 'Journal d’audit', en: 'Audit log' })}
        columns={useAuditColumns(now)}
        rows={data?.items}
        rowKey={(row) => String(row.seq)}
        error={error}
        onRetry={() => void refetch()}
        onOpen={(row) => change({ open: row.seq })}
        openKey={query.open === undefined ? undefined : String(query.open)}
        total={data?.total ?? 0}
        listKey={JSON.stringify([filters, query.page])}
        exportName={t({ fr: 'audit', en: 'audit' })}
        exportRows={() => readAll(filters)}
        empty={
          <Empty
            title={
              filtered
                ? t({ fr: 'Aucune entrée ne répond à ces filtres', en: 'No entry matches these filters' })
                : t({ fr: 'Le journal est vide', en: 'The log is empty' })
            }
            {...(filtered
              ? {
                  actions: (
                    <Button onClick={() => change(noFilters)}>
                      {t({ fr: 'Retirer les filtres', en: 'Clear the filters' })}
                    </Button>
                  ),
                }
              : {})}
          />
        }
        fill
      />
      <Pager
        page={query.page}
        size={pageSize}
        total={data?.total ?? 0}
        onChange={(page) => change({ page: page === 0 ? undefined : page })}
      />
    </Page>
  );
}

const batch = 1000;

/** Every entry of the filters, for the export. */
async function readAll(filters: ReturnType<typeof filtersOf>): Promise<AuditRow[]> {
  const all: AuditRow[] = [];
  for (;;) {
    const page = await call(listAudit, { query: { ...filters, limit: batch, offset: all.length } });
    all.push(...page.items);
    if (page.items.length < batch || all.length >= page.total) return all;
  }
}
