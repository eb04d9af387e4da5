import './check.css';
import { Button } from '@mantine/core';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import { useMemo } from 'react';
import { z } from 'zod';
import { matchWords } from '#console/frame/match-words.ts';
import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { FilterChip, FilterChips, FilterSearch } from '#console/kit/filters.tsx';
import { Page } from '#console/kit/page.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { countStates, stateTexts } from '#console/kit/state.ts';
import { Table } from '#console/kit/table.tsx';
import { useRight } from '#console/session.ts';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { readAsset } from '#map/api-assets.ts';
import { flag, search, uuid } from '#platform/schemas.ts';
import { listChecks } from './api.ts';
import type { Check } from './api.ts';
import { useCheckColumns, useCheckRowActions } from './check-columns.tsx';
import { CheckDialog } from './check-dialog.tsx';
import { kindTexts, stateOfCheck } from './check-words.tsx';
import { targetKinds } from './targets.ts';

const shownStates = ['down', 'degraded', 'unknown', 'ok'] as const;
const checksQuery = z.object({
  q: search.optional(),
  state: z.array(z.enum(shownStates)).max(4).default([]),
  kind: z.enum(targetKinds).optional(),
  asset: uuid.optional(),
  new: flag.optional(),
  edit: uuid.optional(),
});
type ChecksQuery = z.output<typeof checksQuery>;
type Change = (change: Partial<z.input<typeof checksQuery>>) => void;

/** `/checks`: what Vigie tries by itself, those not well first. */
export default function ChecksPage() {
  const t = useT();
  const mayChange = useRight('operate');
  const [query, change] = useUrlQuery(checksQuery);
  const { data, error, refetch } = useContract(
    listChecks,
    { query: query.asset === undefined ? {} : { asset: query.asset } },
    { live: ['check', 'observation'], refetchSeconds: 30 },
  );
  const rows = useMemo(() => data?.items.filter((check) => isAskedFor(check, query)), [data, query]);
  const add = (
    <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => change({ new: '1' })}>
      {t({ fr: 'Ajouter une sonde', en: 'Add a check' })}
    </Button>
  );
  return (
    <Page
      title={t({ fr: 'Sondes', en: 'Checks' })}
      flush
      chips={<ChecksFilters items={data?.items} query={query} change={change} />}
      {...(mayChange ? { actions: add } : {})}
    >
      <Table
        label={t({ fr: 'Sondes', en: 'Checks' })}
        columns={useCheckColumns()}
        rows={rows}
        rowKey={(row) => row.id}
        error={error}
        onRetry={() => void refetch()}
        hrefOf={(row) => `/checks/${row.id}`}
        actions={useCheckRowActions((check) => change({ edit: check.id }))}
        listKey={JSON.stringify([query.q, query.state, query.kind, query.asset])}
        exportName={t({ fr: 'sondes', en: 'checks' })}
        empty={<NoCheck some={(data?.items.length ?? 0) > 0} change={change} mayChange={mayChange} />}
        fill
      />
      {mayChange && <Dialogs query={query} change={change} items={data?.items} />}
    </Page>
  );
}

function isAskedFor(check: Check, { q = '', state, kind }: ChecksQuery): boolean {
  const own = stateOfCheck(check);
  return (
    (state.length === 0 || state.some((one) => one === own)) &&
    (kind === undefined || check.target.kind === kind) &&
    (q === '' || matchWords(`${check.name} ${check.asset.name} ${check.summary}`, q))
  );
}

interface PartProps {
  readonly query: ChecksQuery;
  readonly change: Change;
  readonly items: readonly Check[] | undefined;
}

function ChecksFilters({ query, change, items }: PartProps) {
  const t = useT();
  const counts = countStates((items ?? []).map(stateOfCheck));
  return (
    <>
      <FilterSearch
        label={t({ fr: 'Filtrer les sondes', en: 'Filter checks' })}
        value={query.q ?? ''}
        onChange={(q) => change({ q })}
      />
      <FilterChips
        label={t({ fr: 'État', en: 'State' })}
        values={query.state}
        options={shownStates.map((value) => ({
          value,
          label: t(stateTexts[value]),
          count: counts[value],
          mark: <StateShape state={value} />,
        }))}
        onChange={(state) => change({ state })}
      />
      <FilterChip
        label={t({ fr: 'Genre', en: 'Kind' })}
        value={query.kind}
        options={targetKinds.map((value) => ({
          value,
          label: t(kindTexts[value]),
          count: items?.filter((check) => check.target.kind === value).length ?? 0,
        }))}
        onChange={(kind) => change({ kind })}
      />
      {query.asset !== undefined && (
        <FilterChip
          label={t({ fr: 'Actif', en: 'Asset' })}
          value={query.asset}
          options={[
            { value: query.asset, label: items?.[0]?.asset.name ?? t({ fr: 'un seul', en: 'one only' }) },
          ]}
          onChange={(asset) => change({ asset })}
        />
      )}
    </>
  );
}

interface NoCheckProps {
  readonly some: boolean;
  readonly change: Change;
  readonly mayChange: boolean;
}

function NoCheck({ some, change, mayChange }: NoCheckProps) {
  const t = useT();
  if (some) {
    return (
      <Empty
        title={t({ fr: 'Aucune sonde ne répond à ces filtres', en: 'No check matches these filters' })}
        actions={
          <Button onClick={() => change({ q: undefined, state: [], kind: undefined, asset: undefined })}>
            {t({ fr: 'Retirer les filtres', en: 'Clear the filters' })}
          </Button>
        }
      />
    );
  }
  return (
    <Empty
      title={t({ fr: 'Aucune sonde', en: 'No check' })}
      {...(mayChange
        ? {
            actions: (
              <Button variant="filled" onClick={() => change({ new: '1' })}>
                {t({ fr: 'Ajouter la première', en: 'Add the first one' })}
              </Button>
            ),
          }
        : {})}
    >
      {t({
        fr: 'Une sonde essaie une machine, un port, une page, un certificat ou un nom DNS, toutes les minutes. Ce qu’elle constate touche l’actif surveillé et les services qui en dépendent.',
        en: 'A check tries a host, a port, a page, a certificate or a DNS name, each minute. What it finds hurts the asset watched and the services that depend on it.',
      })}
    </Empty>
  );
}

/** The form, when the address asks for it: `?new=1`, `?new=1&asset=…`, `?edit=…`. */
function Dialogs({ query, change, items }: PartProps) {
  const forAsset = query.new === true ? query.asset : undefined;
  const asset = useContract(
    readAsset,
    { params: { id: forAsset ?? '' } },
    { enabled: forAsset !== undefined, keep: false },
  );
  const edited = items?.find((check) => check.id === query.edit);
  const ready = query.new === true && (forAsset === undefined || !asset.isPending);
  return (
    <CheckDialog
      opened={ready || edited !== undefined}
      check={edited}
      asset={asset.data}
      onClose={() => change({ new: undefined, edit: undefined })}
    />
  );
}
