import './vulnerability.css';
import { Menu } from '@mantine/core';
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs';
import { useT } from '#console/i18n.ts';
import { FilterChip, FilterSearch, FilterToggle } from '#console/kit/filters.tsx';
import { ErrorState } from '#console/kit/error.tsx';
import { Page } from '#console/kit/page.tsx';
import { deadlineTexts } from '#console/kit/state.ts';
import { Tabs } from '#console/kit/tabs.tsx';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import type { Text } from '#engines/text.ts';
import { readAsset } from '#map/api-assets.ts';
import { listNews, newsScopes, readWatch, watchPeriods } from './api-watch.ts';
import { VulnerabilitiesTabs } from './vulnerabilities-tabs.tsx';
import { exposureTexts, newsTexts } from './vulnerability-words.ts';
import { filtersOf, WatchChanges } from './watch-changes.tsx';
import { WatchFigures } from './watch-figures.tsx';
import { WatchOurs } from './watch-ours.tsx';
import { watchQuery } from './watch-query.tsx';
import type { WatchChange, WatchQuery } from './watch-query.tsx';

/** `/vulnerabilities`: what changed for us, and what of ours is vulnerable. */
export default function WatchPage() {
  const t = useT();
  const [query, change] = useUrlQuery(watchQuery);
  const { data, error, refetch } = useContract(
    readWatch,
    {},
    { live: ['vulnerability', 'decision', 'component', 'source'] },
  );
  return (
    <Page
      title={t({ fr: 'Vulnérabilités', en: 'Vulnerabilities' })}
      chips={
        query.view === 'changes' ? (
          <ChangesFilters query={query} change={change} />
        ) : (
          <OursFilters query={query} change={change} />
        )
      }
    >
      <VulnerabilitiesTabs current="/vulnerabilities" />
      {data === undefined ? (
        error !== null && <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <WatchFigures watch={data} />
      )}
      <Tabs
        label={t({ fr: 'Vues de la veille', en: 'Views of the watch' })}
        items={[
          { value: 'changes', label: t({ fr: 'Ce qui a changé pour nous', en: 'What changed for us' }) },
          {
            value: 'ours',
            label: t({ fr: 'Ce qui nous touche', en: 'What affects us' }),
            ...(data === undefined ? {} : { count: data.affected + data.toConfirm }),
          },
        ]}
        value={query.view}
        onChange={(view) => change({ view: view === 'changes' ? undefined : view })}
      >
        {query.view === 'changes' ? (
          <WatchChanges query={query} change={change} watch={data} />
        ) : (
          <WatchOurs query={query} change={change} watch={data} />
        )}
      </Tabs>
    </Page>
  );
}

interface FiltersProps {
  readonly query: WatchQuery;
  readonly change: WatchChange;
}

const periodTexts: Readonly<Record<(typeof watchPeriods)[number], Text>> = {
  '1': { fr: 'Depuis hier', en: 'Since yesterday' },
  '7': { fr: '7 jours', en: '7 days' },
  '30': { fr: '30 jours', en: '30 days' },
};

const scopeTexts: Readonly<Record<(typeof newsScopes)[number], Text>> = {
  ours: { fr: 'Chez nous', en: 'Ours' },
  exploited: { fr: 'Et tout ce qui est exploité', en: 'And all that is exploited' },
  all: { fr: 'Tout', en: 'Everything' },
};

function ChangesFilters({ query, change }: FiltersProps) {
  const t = useT();
  const { data } = useContract(listNews, { query: filtersOf(query) }, {});
  return (
    <>
      {watchPeriods.map((days) => (
        <FilterToggle
          key={days}
          label={t(periodTexts[days])}
          on={query.days === days}
          onChange={() => change({ days })}
        />
      ))}
      <ScopeMenu query={query} change={change} />
      <FilterChip
        label={t({ fr: 'Nature', en: 'Kind' })}
        value={query.kind}
        options={(data?.kinds ?? []).map(({ kind, count }) => ({
          value: kind,
          label: t(newsTexts[kind]),
          count,
        }))}
        onChange={(kind) => change({ kind })}
      />
      <SharedFilters query={query} change={change} />
    </>
  );
}

/** Always one of them: it narrows or widens, and is never taken away. */
function ScopeMenu({ query, change }: FiltersProps) {
  const t = useT();
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className="chip on">
          {t(scopeTexts[query.scope])}
          <IconChevronDown size={12} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {newsScopes.map((scope) => (
          <Menu.RadioItem
            key={scope}
            value={scope}
            checked={query.scope === scope}
            closeMenuOnClick
            onChange={() => change({ scope })}
          >
            {t(scopeTexts[scope])}
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function OursFilters({ query, change }: FiltersProps) {
  const t = useT();
  return (
    <>
      <FilterSearch
        label={t({ fr: 'CVE, titre, logiciel', en: 'CVE, title, software' })}
        value={query.q ?? ''}
        onChange={(q) => change({ q })}
      />
      <FilterChip
        label={t({ fr: 'Exposition', en: 'Exposure' })}
        value={query.status}
        options={(['affected', 'to-confirm', 'decided'] as const).map((value) => ({
          value,
          label: t(exposureTexts[value]),
        }))}
        onChange={(status) => change({ status })}
      />
      <SharedFilters query={query} change={change} />
      <PlaceFilters query={query} change={change} />
    </>
  );
}

function SharedFilters({ query, change }: FiltersProps) {
  const t = useT();
  return (
    <>
      <FilterToggle
        label={t({ fr: 'Exploitées', en: 'Exploited' })}
        on={query.exploited === true}
        onChange={(on) => change({ exploited: on ? '1' : undefined })}
      />
      <FilterChip
        label={t({ fr: 'Échéance', en: 'Deadline' })}
        value={query.deadline}
        options={(['immediate', 'days3', 'days14', 'planned'] as const).map((value) => ({
          value,
          label: t(deadlineTexts[value]),
        }))}
        onChange={(deadline) => change({ deadline })}
      />
    </>
  );
}

/** A service, an asset or a component that a link of another page asked for. */
function PlaceFilters({ query, change }: FiltersProps) {
  const t = useT();
  const id = query.service ?? query.asset;
  const asset = useContract(
    readAsset,
    { params: { id: id ?? '' } },
    { enabled: id !== undefined, keep: false },
  );
  const shown = asset.data?.name ?? t({ fr: 'un seul', en: 'one only' });
  const chips = [
    { name: 'service' as const, label: t({ fr: 'Service', en: 'Service' }), shown },
    { name: 'asset' as const, label: t({ fr: 'Actif', en: 'Asset' }), shown },
    {
      name: 'component' as const,
      label: t({ fr: 'Logiciel', en: 'Software' }),
      shown: t({ fr: 'un seul', en: 'one only' }),
    },
  ];
  return chips
    .filter((chip) => query[chip.name] !== undefined)
    .map((chip) => (
      <FilterChip
        key={chip.name}
        label={chip.label}
        value={query[chip.name]}
        options={[{ value: query[chip.name] ?? '', label: chip.shown }]}
        onChange={(value) => change({ [chip.name]: value })}
      />
    ));
}
