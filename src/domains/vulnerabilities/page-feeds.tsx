import { Button } from '@mantine/core';
import IconPlayerPause from '@tabler/icons-react/dist/esm/icons/IconPlayerPause.mjs';
import IconPlayerPlay from '@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconRefresh from '@tabler/icons-react/dist/esm/icons/IconRefresh.mjs';
import IconUpload from '@tabler/icons-react/dist/esm/icons/IconUpload.mjs';
import { z } from 'zod';
import { matchWords } from '#console/frame/match-words.ts';
import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { Band } from '#console/kit/error.tsx';
import { FilterChip, FilterSearch } from '#console/kit/filters.tsx';
import { Page } from '#console/kit/page.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { Table } from '#console/kit/table.tsx';
import type { RowAction } from '#console/kit/table-types.ts';
import { useRight } from '#console/session.ts';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { search } from '#platform/schemas.ts';
import { listFeeds } from './api-feeds.ts';
import type { Feed } from './api-feeds.ts';
import { feedHref, useFeedColumns } from './feed-columns.tsx';
import { FeedDialog } from './feed-dialog.tsx';
import { FeedUpload } from './feed-upload.tsx';
import { feedStatusWords, shownStatus } from './feed-words.tsx';
import { useFeedActions } from './use-feed-actions.tsx';
import { VulnerabilitiesTabs } from './vulnerabilities-tabs.tsx';

const statuses = Object.keys(feedStatusWords) as (keyof typeof feedStatusWords)[];
const feedsQuery = z.object({
  q: search.optional(),
  status: z.enum(statuses as [string, ...string[]]).optional(),
  set: z.string().max(80).optional(),
  upload: z.literal('1').optional(),
});
type Query = z.output<typeof feedsQuery>;
type Change = (change: Partial<z.input<typeof feedsQuery>>) => void;

/** `/vulnerabilities/feeds`: what the watch is fed with, how old it is, and what else could be read. */
export default function FeedsPage() {
  const t = useT();
  const may = useRight('administer');
  const [query, change] = useUrlQuery(feedsQuery);
  const { data, error, refetch } = useContract(
    listFeeds,
    {},
    { live: ['feed', 'source'], refetchSeconds: 30 },
  );
  const rows = data?.items.filter(
    (feed) =>
      (query.status === undefined || shownStatus(feed) === query.status) &&
      (!query.q || matchWords(`${t(feed.title)} ${feed.id} ${feed.origin ?? ''}`, query.q)),
  );
  const sentence = data?.health.sentence ?? null;
  const filtered = query.status !== undefined || Boolean(query.q);
  return (
    <Page
      title={t({ fr: 'Flux de vulnérabilités', en: 'Vulnerability feeds' })}
      flush
      chips={<Filters items={data?.items} query={query} change={change} />}
      {...(may ? { actions: <Buttons change={change} /> } : {})}
    >
      <VulnerabilitiesTabs current="/vulnerabilities/feeds" />
      <Table<Feed>
        label={t({ fr: 'Flux', en: 'Feeds' })}
        columns={useFeedColumns()}
        rows={rows}
        rowKey={(row) => row.id}
        error={error}
        onRetry={() => void refetch()}
        {...(sentence === null ? {} : { partial: t(sentence) })}
        groupOf={(row) =>
          row.isOffered
            ? {
                key: 'offered',
                title: t({ fr: 'Au catalogue, non activés', en: 'In the catalogue, not enabled' }),
              }
            : { key: 'used', title: t({ fr: 'Ce que lit Vigie', en: 'What Vigie reads' }) }
        }
        empty={<NoFeed filtered={filtered} clear={() => change({ q: undefined, status: undefined })} />}
        hrefOf={(row) => feedHref(row.id)}
        listKey={`${query.q ?? ''} ${query.status ?? ''}`}
        // A run that moves on is no news, a feed that changes state is.
        isNews={(before, after) =>
          shownStatus(before) !== shownStatus(after) || before.records !== after.records
        }
        exportName={t({ fr: 'flux', en: 'feeds' })}
        actions={useRowActions(may, change)}
        fill
      />
      {may && <Dialogs items={data?.items} folders={data?.folders ?? []} query={query} change={change} />}
    </Page>
  );
}

function Filters({
  items,
  query,
  change,
}: {
  items: readonly Feed[] | undefined;
  query: Query;
  change: Change;
}) {
  const t = useT();
  return (
    <>
      <FilterSearch
        label={t({ fr: 'Filtrer les flux', en: 'Filter feeds' })}
        value={query.q ?? ''}
        onChange={(q) => change({ q })}
      />
      <FilterChip
        label={t({ fr: 'État', en: 'State' })}
        options={statuses
          .map((status) => ({
            value: status as string,
            label: t(feedStatusWords[status].text),
            count: items?.filter((feed) => shownStatus(feed) === status).length ?? 0,
            mark: <StateShape state={feedStatusWords[status].state} size={12} />,
          }))
          .filter((option) => option.count > 0 || option.value === query.status)}
        value={query.status}
        onChange={(status) => change({ status })}
      />
    </>
  );
}

function Buttons({ change }: { change: Change }) {
  const t = useT();
  return (
    <>
      <Button variant="filled" leftSection={<IconUpload size={16} />} onClick={() => change({ upload: '1' })}>
        {t({ fr: 'Apporter un fichier', en: 'Carry in a file' })}
      </Button>
      <Button leftSection={<IconPlus size={16} />} onClick={() => change({ set: 'new' })}>
        {t({ fr: 'Ajouter un flux', en: 'Add a feed' })}
      </Button>
    </>
  );
}

function useRowActions(may: boolean, change: Change): readonly RowAction<Feed>[] {
  const t = useT();
  const actions = useFeedActions();
  if (!may) return [];
  const one = (
    action: Omit<RowAction<Feed>, 'run' | 'bulk'>,
    run: (feed: Feed) => void,
  ): RowAction<Feed> => ({
    ...action,
    bulk: false,
    run: ([feed]) => {
      if (feed !== undefined) run(feed);
    },
  });
  return [
    one(
      {
        id: 'run',
        label: t({ fr: 'Lire maintenant', en: 'Read now' }),
        icon: <IconRefresh size={16} />,
        when: (feed) => feed.enabled && feed.origin !== null && feed.running === null && !feed.isWaiting,
      },
      (feed) => void actions.run(feed),
    ),
    one(
      {
        id: 'enable',
        label: t({ fr: 'Activer', en: 'Enable' }),
        icon: <IconPlayerPlay size={16} />,
        when: (feed) => !feed.enabled,
      },
      (feed) => (feed.isOffered ? change({ set: feed.id }) : void actions.enable(feed, true)),
    ),
    one(
      {
        id: 'disable',
        label: t({ fr: 'Désactiver', en: 'Disable' }),
        icon: <IconPlayerPause size={16} />,
        when: (feed) => feed.enabled,
      },
      (feed) => void actions.enable(feed, false),
    ),
  ];
}

interface DialogsProps {
  readonly items: readonly Feed[] | undefined;
  readonly folders: readonly string[];
  readonly query: Query;
  readonly change: Change;
}

function Dialogs({ items, folders, query, change }: DialogsProps) {
  const feed = items?.find((one) => one.id === query.set);
  return (
    <>
      <FeedDialog
        key={query.set ?? ''}
        opened={query.set === 'new' || feed !== undefined}
        feed={feed}
        folders={folders}
        onClose={() => change({ set: undefined })}
      />
      <FeedUpload opened={query.upload !== undefined} onClose={() => change({ upload: undefined })} />
    </>
  );
}

function NoFeed({ filtered, clear }: { filtered: boolean; clear: () => void }) {
  const t = useT();
  if (!filtered) return <Band state="unknown">{t({ fr: 'Aucun flux', en: 'No feed' })}</Band>;
  return (
    <Empty
      title={t({ fr: 'Aucun flux ne répond à ces filtres', en: 'No feed answers these filters' })}
      actions={<Button onClick={clear}>{t({ fr: 'Voir tous les flux', en: 'Show all feeds' })}</Button>}
    />
  );
}
