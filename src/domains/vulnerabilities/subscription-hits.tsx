import { useMemo } from 'react';
import { useT } from '#console/i18n.ts';
import type { Translate } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { Link } from '#console/kit/link.tsx';
import { Section } from '#console/kit/page.tsx';
import { Pager } from '#console/kit/pager.tsx';
import { SecurityShape } from '#console/kit/state-badge.tsx';
import { Table } from '#console/kit/table.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import { useContract } from '#console/use-contract.ts';
import { listSubscriptionHits } from './api-subscriptions.ts';
import type { SubscriptionHit, SubscriptionRow } from './api-subscriptions.ts';
import { foundText } from './subscription-words.ts';
import { cveHref } from './vulnerability-marks.tsx';

const pageSize = 100;

interface HitsProps {
  /** Only of this one; of all when absent. */
  readonly of: SubscriptionRow | undefined;
  readonly page: number;
  readonly onPage: (page: number) => void;
}

/** What was heard, the last first: nothing to mark as read. */
export function SubscriptionHits({ of, page, onPage }: HitsProps) {
  const t = useT();
  const { data, error, refetch } = useContract(
    listSubscriptionHits,
    {
      query: {
        ...(of === undefined ? {} : { subscription: of.id }),
        limit: pageSize,
        offset: page * pageSize,
      },
    },
    { live: ['vulnerability', 'bulletin'] },
  );
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <Section
      title={
        of === undefined
          ? t({ fr: 'Ce qui a été entendu', en: 'What was heard' })
          : t({ fr: 'Ce qui a été entendu de {value}', en: 'What was heard of {value}' }, { value: of.value })
      }
    >
      <Table<SubscriptionHit>
        label={t({ fr: 'Résultats des abonnements', en: 'Results of the subscriptions' })}
        columns={columns}
        rows={data?.items}
        rowKey={(row) => row.key}
        error={error}
        onRetry={() => void refetch()}
        total={data?.total ?? 0}
        listKey={`${of?.id ?? ''} ${page}`}
        exportName={t({ fr: 'abonnements', en: 'subscriptions' })}
        keyboard={false}
        empty={
          <Empty title={t({ fr: 'Rien entendu encore', en: 'Nothing heard yet' })}>
            {t({
              fr: 'Les avis des 30 derniers jours ont été cherchés ; les prochains s’ajouteront ici dès qu’un flux les apporte.',
              en: 'The advisories of the last 30 days were searched; the next ones appear here as soon as a feed brings them.',
            })}
          </Empty>
        }
      />
      <Pager page={page} size={pageSize} total={data?.total ?? 0} onChange={onPage} />
    </Section>
  );
}

function columnsOf(t: Translate): Column<SubscriptionHit>[] {
  return [
    {
      id: 'title',
      title: t({ fr: 'Sujet', en: 'Subject' }),
      primary: true,
      grow: 4,
      minWidth: 240,
      csv: (row) => `${row.name} ${row.title}`,
      cell: (row) => (
        <span className="row" style={{ gap: 8 }} title={row.title}>
          <Name hit={row} />
          <span className="clip">{row.title}</span>
        </span>
      ),
    },
    {
      id: 'touches',
      title: t({ fr: 'Chez nous', en: 'Ours' }),
      width: 120,
      card: true,
      csv: (row) => (row.touches ? t({ fr: 'touché', en: 'affected' }) : ''),
      cell: (row) =>
        row.touches ? (
          <span className="badge ink-degraded">
            <SecurityShape level="exposed" />
            {t({ fr: 'Nous touche', en: 'Affects us' })}
          </span>
        ) : (
          <span className="muted">—</span>
        ),
    },
    {
      id: 'of',
      title: t({ fr: 'Abonnement', en: 'Subscription' }),
      grow: 1,
      minWidth: 110,
      card: true,
      csv: (row) => row.subscription.value,
      cell: (row) => <span className="clip">{row.subscription.value}</span>,
    },
    {
      id: 'found',
      title: t({ fr: 'Trouvé', en: 'Found' }),
      grow: 2,
      minWidth: 180,
      wideOnly: true,
      csv: (row) => t(foundText(row.found.by), { text: row.found.text }),
      cell: (row) => (
        <span className="muted clip">{t(foundText(row.found.by), { text: row.found.text })}</span>
      ),
    },
    {
      id: 'at',
      title: t({ fr: 'Paru ou changé', en: 'Published or changed' }),
      width: 160,
      card: true,
      csv: (row) => row.at,
      cell: (row) => <Time at={row.at} />,
    },
  ];
}

/** A vulnerability opens here, a notice at CERT-FR. */
function Name({ hit: { kind, name, url } }: { hit: SubscriptionHit }) {
  if (kind === 'vulnerability')
    return (
      <Link href={cveHref(name)} className="link mono">
        {name}
      </Link>
    );
  if (url?.startsWith('https://') !== true) return <span className="mono">{name}</span>;
  return (
    <a href={url} target="_blank" rel="noreferrer" className="link mono">
      {name}
    </a>
  );
}
