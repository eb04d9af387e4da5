import './map-pages.css';
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { z } from 'zod';
import { call } from '#console/client.ts';
import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { FilterChip, FilterSearch } from '#console/kit/filters.tsx';
import { useGo } from '#console/kit/link.tsx';
import { Page } from '#console/kit/page.tsx';
import { Pager } from '#console/kit/pager.tsx';
import { Table } from '#console/kit/table.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { search } from '#platform/schemas.ts';
import { listComponents } from './api-components.ts';
import type { ComponentRow } from './api-components.ts';
import { assetsColumn, componentColumns, componentHref } from './component-columns.tsx';
import { ecosystemText } from './ecosystem-words.ts';

const pageSize = 200;
const batch = 1000;
const mostExported = 50_000;

const softwareQuery = z.object({
  q: search.optional(),
  ecosystem: z.string().max(60).optional(),
  page: z.coerce.number().int().min(0).max(4999).default(0),
});

/** `/software`: every piece of software of the estate, once, with how many assets have it. */
export default function SoftwarePage() {
  const t = useT();
  const go = useGo();
  const [query, change] = useUrlQuery(softwareQuery);
  const { q, ecosystem, page } = query;
  const filters = { ...(q ? { q } : {}), ...(ecosystem ? { ecosystem } : {}) };
  const { data, error, refetch } = useContract(
    listComponents,
    { query: { ...filters, limit: pageSize, offset: page * pageSize } },
    { live: ['component', 'asset'] },
  );
  const kinds = (data?.ecosystems ?? []).map((one) => ({
    value: one.ecosystem,
    label: t(ecosystemText(one.ecosystem)),
    count: one.count,
  }));
  const filtered = q !== undefined || ecosystem !== undefined;
  return (
    <Page
      title={t({ fr: 'Logiciels', en: 'Software' })}
      flush
      chips={
        <>
          <FilterSearch
            label={t({ fr: 'Nom, éditeur, version…', en: 'Name, vendor, version…' })}
            value={q ?? ''}
            onChange={(next) => change({ q: next, page: undefined })}
          />
          <FilterChip
            label={t({ fr: 'Sorte', en: 'Kind' })}
            options={kinds}
            value={ecosystem}
            onChange={(next) => change({ ecosystem: next, page: undefined })}
          />
        </>
      }
    >
      <Table
        label={t({ fr: 'Logiciels', en: 'Software' })}
        columns={useColumns()}
        rows={data?.items}
        rowKey={(row) => String(row.id)}
        error={error}
        onRetry={() => void refetch()}
        onOpen={(row) => go(componentHref(row))}
        hrefOf={componentHref}
        total={data?.total ?? 0}
        listKey={JSON.stringify([filters, page])}
        exportName={t({ fr: 'logiciels', en: 'software' })}
        exportRows={() => readAll(filters)}
        empty={
          <NoSoftware
            filtered={filtered}
            onClear={() => change({ q: undefined, ecosystem: undefined, page: undefined })}
          />
        }
        fill
      />
      <Pager
        page={page}
        size={pageSize}
        total={data?.total ?? 0}
        order="name"
        onChange={(next) => change({ page: next === 0 ? undefined : next })}
      />
    </Page>
  );
}

function useColumns(): readonly Column<ComponentRow>[] {
  const t = useT();
  return useMemo(() => [...componentColumns<ComponentRow>(t), assetsColumn(t)], [t]);
}

/** Page after page, as the export needs them. */
async function readAll(filters: { q?: string; ecosystem?: string }): Promise<ComponentRow[]> {
  const all: ComponentRow[] = [];
  for (;;) {
    const reply = await call(listComponents, { query: { ...filters, limit: batch, offset: all.length } });
    all.push(...reply.items);
    if (reply.items.length < batch || all.length >= Math.min(reply.total, mostExported)) return all;
  }
}

function NoSoftware({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const t = useT();
  const go = useGo();
  if (filtered) {
    return (
      <Empty
        title={t({ fr: 'Aucun logiciel ne répond à ces filtres', en: 'No software matches these filters' })}
        actions={
          <Button onClick={onClear}>{t({ fr: 'Retirer les filtres', en: 'Clear the filters' })}</Button>
        }
      />
    );
  }
  return (
    <Empty
      title={t({ fr: 'Aucun logiciel connu', en: 'No software known' })}
      actions={
        <Button onClick={() => go('/assets')}>{t({ fr: 'Choisir un actif', en: 'Choose an asset' })}</Button>
      }
    >
      {t({
        fr: 'Sans inventaire, aucun avis de sécurité ne peut être rapproché du parc. Déposez une liste (CycloneDX, SPDX, dpkg, rpm, CSV…) dans l’onglet Logiciels d’un actif, ou laissez un collecteur le faire par l’API.',
        en: 'Without an inventory, no security advisory can be held against the estate. Upload a list (CycloneDX, SPDX, dpkg, rpm, CSV…) in the Software tab of an asset, or let a collector do it through the API.',
      })}
    </Empty>
  );
}
