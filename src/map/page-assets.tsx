import './findings.css';
import './map-pages.css';
import { Button } from '@mantine/core';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import { useState } from 'react';
import { z } from 'zod';
import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { FilterChip, FilterSearch, FilterToggle } from '#console/kit/filters.tsx';
import { useGo } from '#console/kit/link.tsx';
import { Page } from '#console/kit/page.tsx';
import { Table } from '#console/kit/table.tsx';
import { useRight } from '#console/session.ts';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import type { ReplyOf } from '#platform/contract.ts';
import { flag, search, uuid } from '#platform/schemas.ts';
import { listAssets } from './api-assets.ts';
import { listSources } from './api-sources.ts';
import { useAssetColumns } from './asset-columns.tsx';
import { AssetDialog } from './asset-form.tsx';
import { assetHref } from './asset-link.tsx';
import { assetTypeText } from './asset-types.ts';
import { AssetPanel } from './asset-panel.tsx';
import { readAll, useAllAssets } from './use-all-assets.tsx';
import type { AssetFilters } from './use-all-assets.tsx';

const assetsQuery = z.object({
  q: search.optional(),
  type: z.string().max(60).optional(),
  organisation: uuid.optional(),
  site: uuid.optional(),
  source: uuid.optional(),
  hurt: flag.optional(),
  orphaned: flag.optional(),
  sort: z.string().max(40).optional(),
  /** The asset in the panel. */
  open: uuid.optional(),
});
type AssetsQuery = z.output<typeof assetsQuery>;
type Change = (change: Partial<z.input<typeof assetsQuery>>) => void;

/** `/assets`: everything on the map, as one table. */
export default function AssetsPage() {
  const t = useT();
  const go = useGo();
  const mayAdd = useRight('operate');
  const [query, change] = useUrlQuery(assetsQuery);
  const [adding, setAdding] = useState(false);
  const filters = filtersOf(query);
  const { first, rows, total, truncated, error, retry } = useAllAssets(filters);
  const [column, direction] = query.sort?.split('.') ?? [];
  return (
    <Page
      title={t({ fr: 'Actifs', en: 'Assets' })}
      flush
      chips={<Filters query={query} change={change} reply={first} />}
      {...(mayAdd
        ? {
            actions: (
              <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
                {t({ fr: 'Ajouter', en: 'Add' })}
              </Button>
            ),
          }
        : {})}
      {...(query.open === undefined
        ? {}
        : {
            panel: (
              <AssetPanel key={query.open} id={query.open} onClose={() => change({ open: undefined })} />
            ),
          })}
    >
      <Table
        label={t({ fr: 'Actifs', en: 'Assets' })}
        columns={useAssetColumns()}
        rows={rows}
        rowKey={(row) => row.id}
        error={error}
        onRetry={retry}
        empty={<NoAsset query={query} change={change} mayAdd={mayAdd} onAdd={() => setAdding(true)} />}
        partial={
          truncated
            ? t({
                fr: 'Les 20 000 premiers sont chargés ; un filtre montre les autres.',
                en: 'The first 20,000 are loaded; a filter shows the others.',
              })
            : null
        }
        {...(column === undefined
          ? {}
          : { sort: { column, direction: direction === 'desc' ? 'desc' : 'asc' } })}
        onSortChange={(next) => change({ sort: `${next.column}.${next.direction}` })}
        onOpen={(row) => change({ open: row.id })}
        hrefOf={assetHref}
        openKey={query.open}
        total={total}
        listKey={JSON.stringify(filters)}
        exportName={t({ fr: 'actifs', en: 'assets' })}
        exportRows={() => readAll(filters)}
        fill
      />
      <AssetDialog opened={adding} onClose={() => setAdding(false)} onDone={(id) => go(`/assets/${id}`)} />
    </Page>
  );
}

function filtersOf({ q, type, organisation, site, source, hurt, orphaned }: AssetsQuery): AssetFilters {
  return {
    ...(q === undefined ? {} : { q }),
    ...(type === undefined ? {} : { type }),
    ...(organisation === undefined ? {} : { organisation }),
    ...(site === undefined ? {} : { site }),
    ...(source === undefined ? {} : { source }),
    ...(hurt === true ? { hurt: '1' } : {}),
    ...(orphaned === true ? { orphaned: '1' } : {}),
  };
}

const choices = { limit: 1000, sort: 'name' } as const;

interface FiltersProps {
  readonly query: AssetsQuery;
  readonly change: Change;
  readonly reply: ReplyOf<typeof listAssets> | undefined;
}

function Filters({ query, change, reply }: FiltersProps) {
  const t = useT();
  const sites = useContract(listAssets, { query: { ...choices, type: 'site' } });
  const organisations = useContract(listAssets, { query: { ...choices, type: 'organisation' } });
  const sources = useContract(listSources, {});
  const types = (reply?.types ?? []).map(({ type, count }) => ({
    value: type,
    label: t(assetTypeText(type)),
    count,
  }));
  return (
    <>
      <FilterSearch
        label={t({ fr: 'Nom, code, adresse…', en: 'Name, code, address…' })}
        value={query.q ?? ''}
        onChange={(q) => change({ q })}
      />
      <FilterChip
        label={t({ fr: 'Type', en: 'Type' })}
        options={types.toSorted((a, b) => a.label.localeCompare(b.label))}
        value={query.type}
        onChange={(type) => change({ type })}
      />
      <FilterChip
        label={t({ fr: 'Site', en: 'Site' })}
        options={(sites.data?.items ?? []).map((site) => ({ value: site.id, label: site.name }))}
        value={query.site}
        onChange={(site) => change({ site })}
      />
      <FilterChip
        label={t({ fr: 'Organisation', en: 'Organisation' })}
        options={(organisations.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
        value={query.organisation}
        onChange={(organisation) => change({ organisation })}
      />
      <FilterChip
        label={t({ fr: 'Source', en: 'Source' })}
        options={(sources.data?.items ?? []).map((one) => ({ value: one.id, label: t(one.title) }))}
        value={query.source}
        onChange={(source) => change({ source })}
      />
      <FilterToggle
        label={t({ fr: 'Touchés', en: 'Hurt' })}
        on={query.hurt === true}
        onChange={(on) => change({ hurt: on ? '1' : undefined })}
      />
      <FilterToggle
        label={t({ fr: 'Orphelins', en: 'Orphaned' })}
        on={query.orphaned === true}
        onChange={(on) => change({ orphaned: on ? '1' : undefined })}
      />
    </>
  );
}

interface NoAssetProps {
  readonly query: AssetsQuery;
  readonly change: Change;
  readonly mayAdd: boolean;
  readonly onAdd: () => void;
}

function NoAsset({ query, change, mayAdd, onAdd }: NoAssetProps) {
  const t = useT();
  const go = useGo();
  if (Object.keys(filtersOf(query)).length > 0) {
    const clear = { q: undefined, type: undefined, organisation: undefined, site: undefined };
    return (
      <Empty
        title={t({ fr: 'Aucun actif ne répond à ces filtres', en: 'No asset matches these filters' })}
        actions={
          <Button
            onClick={() => change({ ...clear, source: undefined, hurt: undefined, orphaned: undefined })}
          >
            {t({ fr: 'Retirer les filtres', en: 'Clear the filters' })}
          </Button>
        }
      />
    );
  }
  return (
    <Empty
      title={t({ fr: 'La carte est vide', en: 'The map is empty' })}
      {...(mayAdd
        ? {
            actions: (
              <>
                <Button onClick={() => go('/import')}>
                  {t({ fr: 'Importer un fichier', en: 'Import a file' })}
                </Button>
                <Button onClick={onAdd}>{t({ fr: 'Ajouter un actif', en: 'Add an asset' })}</Button>
              </>
            ),
          }
        : {})}
    >
      {t({
        fr: 'Un actif est tout ce qui figure sur la carte : service, application, serveur, équipement, site… Importez votre inventaire, ou ajoutez les actifs un à un.',
        en: 'An asset is anything on the map: service, application, server, device, site… Import your inventory, or add assets one by one.',
      })}
    </Empty>
  );
}
