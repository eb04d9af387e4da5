import './network.css';
import { Button } from '@mantine/core';
import { z } from 'zod';
import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { FilterChip, FilterSearch } from '#console/kit/filters.tsx';
import { useGo } from '#console/kit/link.tsx';
import { Page } from '#console/kit/page.tsx';
import { Pager } from '#console/kit/pager.tsx';
import { Table } from '#console/kit/table.tsx';
import { useRight } from '#console/session.ts';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { search } from '#platform/schemas.ts';
import { listDevices } from './api.ts';
import { useDeviceColumns } from './device-columns.tsx';

const pageSize = 200;
const devicesQuery = z.object({
  q: search.optional(),
  state: z.enum(['silent', 'answering']).optional(),
  page: z.coerce.number().int().min(0).max(1000).default(0),
});

/** `/network`: devices read by SNMP, those that fell silent first. */
export default function NetworkPage() {
  const t = useT();
  const go = useGo();
  const maySet = useRight('operate');
  const [query, change] = useUrlQuery(devicesQuery);
  const filters = {
    ...(query.q === undefined ? {} : { q: query.q }),
    ...(query.state === undefined ? {} : { state: query.state }),
  };
  const { data, error, refetch } = useContract(
    listDevices,
    { query: { ...filters, limit: pageSize, offset: query.page * pageSize } },
    { live: ['network', 'asset', 'state'], refetchSeconds: 60 },
  );
  const ranges = <Button onClick={() => go('/network/ranges')}>{t({ fr: 'Plages', en: 'Ranges' })}</Button>;
  return (
    <Page
      title={t({ fr: 'Équipements réseau', en: 'Network devices' })}
      flush
      chips={
        <>
          <FilterSearch
            label={t({ fr: 'Filtrer les équipements', en: 'Filter devices' })}
            value={query.q ?? ''}
            onChange={(q) => change({ q: q === '' ? undefined : q, page: undefined })}
          />
          <FilterChip
            label={t({ fr: 'Réponse', en: 'Answer' })}
            value={query.state}
            options={[
              { value: 'answering', label: t({ fr: 'répondent', en: 'answering' }) },
              { value: 'silent', label: t({ fr: 'muets', en: 'silent' }) },
            ]}
            onChange={(state) => change({ state, page: undefined })}
          />
        </>
      }
      {...(maySet ? { actions: ranges } : {})}
    >
      <Table
        label={t({ fr: 'Équipements réseau', en: 'Network devices' })}
        columns={useDeviceColumns()}
        rows={data?.items}
        rowKey={(row) => row.id}
        error={error}
        onRetry={() => void refetch()}
        hrefOf={(row) => `/network/${row.id}`}
        listKey={JSON.stringify([filters, query.page])}
        exportName={t({ fr: 'equipements', en: 'devices' })}
        {...(data === undefined ? {} : { total: data.total })}
        empty={<NoDevice isFiltered={Object.keys(filters).length > 0} maySet={maySet} />}
        fill
      />
      <Pager
        page={query.page}
        size={pageSize}
        total={data?.total ?? 0}
        order="name"
        onChange={(page) => change({ page: String(page) })}
      />
    </Page>
  );
}

function NoDevice({ isFiltered, maySet }: { isFiltered: boolean; maySet: boolean }) {
  const t = useT();
  const go = useGo();
  if (isFiltered)
    return <Empty title={t({ fr: 'Aucun équipement ne correspond', en: 'No device matches' })} />;
  return (
    <Empty
      title={t({ fr: 'Aucun équipement lu par SNMP', en: 'No device read by SNMP' })}
      {...(maySet
        ? {
            action: (
              <Button variant="filled" onClick={() => go('/network/ranges?new=1')}>
                {t({ fr: 'Ajouter une plage à interroger', en: 'Add a range to ask' })}
              </Button>
            ),
          }
        : {})}
    >
      {t({
        fr: 'Confiez d’abord une communauté de lecture au coffre (genre SNMP), puis donnez la plage d’adresses. Vigie n’interroge que ce que VIGIE_ALLOWED_TARGETS permet.',
        en: 'First entrust a read community to the vault (kind SNMP), then give the range of addresses. Vigie asks only what VIGIE_ALLOWED_TARGETS allows.',
      })}
    </Empty>
  );
}
