import { useMemo, useState } from 'react';
import { formatNumber } from '#console/format.ts';
import { useLanguage, useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { Section } from '#console/kit/page.tsx';
import { Pager } from '#console/kit/pager.tsx';
import { Table } from '#console/kit/table.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import { useContract } from '#console/use-contract.ts';
import type { ReplyOf } from '#platform/contract.ts';
import { listQuarantine } from './api-feeds.ts';
import type { Feed } from './api-feeds.ts';

type Aside = ReplyOf<typeof listQuarantine>['items'][number];
const pageSize = 100;

/** Records of the feed that could not be read: where, why, and how they begin. */
export function FeedQuarantine({ feed }: { feed: Feed }) {
  const t = useT();
  const language = useLanguage();
  const [page, setPage] = useState(0);
  const [open, setOpen] = useState<string | undefined>();
  const { data, error, refetch } = useContract(
    listQuarantine,
    { params: { id: feed.id }, query: { limit: pageSize, offset: page * pageSize } },
    { live: ['feed'] },
  );
  const shown = data?.items.find((row) => row.place === open);
  return (
    <div id="quarantine">
      <Section
        title={t({ fr: 'Fiches mises de côté', en: 'Records set aside' })}
        count={formatNumber(data?.total ?? feed.quarantined, language, 0)}
      >
        <Table<Aside>
          label={t({ fr: 'Fiches mises de côté', en: 'Records set aside' })}
          columns={useColumns()}
          rows={data?.items}
          rowKey={(row) => row.place}
          error={error}
          onRetry={() => void refetch()}
          onOpen={(row) => setOpen(row.place === open ? undefined : row.place)}
          openKey={open}
          exportName={`quarantaine-${feed.id.replace(':', '-')}`}
          empty={<NoAside />}
        />
        {shown !== undefined && <Sample aside={shown} />}
        <Pager page={page} size={pageSize} total={data?.total ?? 0} onChange={setPage} />
      </Section>
    </div>
  );
}

function Sample({ aside }: { aside: Aside }) {
  const t = useT();
  return (
    <div className="stack" style={{ gap: 6, marginTop: 8 }} aria-live="polite">
      <p>
        <code className="feed-origin">{aside.place}</code>
      </p>
      <p>{t(aside.reason)}</p>
      {aside.sample === '' ? (
        <p className="muted">{t({ fr: 'Rien n’a pu en être lu.', en: 'Nothing of it could be read.' })}</p>
      ) : (
        <pre
          className="feed-sample"
          tabIndex={0}
          aria-label={t({ fr: 'Début de la fiche', en: 'Beginning of the record' })}
        >
          {aside.sample}
        </pre>
      )}
    </div>
  );
}

function useColumns(): readonly Column<Aside>[] {
  const t = useT();
  return useMemo(
    (): Column<Aside>[] => [
      {
        id: 'place',
        title: t({ fr: 'Où', en: 'Where' }),
        primary: true,
        grow: 2,
        minWidth: 180,
        sort: (row) => row.place,
        csv: (row) => row.place,
        cell: (row) => <code className="clip">{row.place}</code>,
      },
      {
        id: 'reason',
        title: t({ fr: 'Pourquoi', en: 'Why' }),
        grow: 3,
        minWidth: 200,
        card: true,
        sort: (row) => t(row.reason),
        csv: (row) => t(row.reason),
        cell: (row) => <span className="clip">{t(row.reason)}</span>,
      },
      {
        id: 'at',
        title: t({ fr: 'Depuis', en: 'Since' }),
        width: 124,
        sort: (row) => row.at,
        csv: (row) => row.at,
        cell: (row) => <Time at={row.at} />,
      },
    ],
    [t],
  );
}

function NoAside() {
  const t = useT();
  return (
    <Empty title={t({ fr: 'Aucune fiche mise de côté', en: 'No record set aside' })}>
      {t({
        fr: 'Une fiche illisible serait mise ici avec sa raison ; les autres entrent quand même.',
        en: 'A record that cannot be read would be put here with its reason; the others go in all the same.',
      })}
    </Empty>
  );
}
