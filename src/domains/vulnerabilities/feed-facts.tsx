import type { ReactNode } from 'react';
import { formatBytes, formatDuration, formatNumber } from '#console/format.ts';
import { useLanguage, useT } from '#console/i18n.ts';
import { Link } from '#console/kit/link.tsx';
import { Facts } from '#console/kit/page.tsx';
import { Time } from '#console/kit/time.tsx';
import type { Feed } from './api-feeds.ts';
import { kindTexts } from './feed-kind-texts.ts';
import {
  ContentDay,
  FeedBadge,
  FeedProgress,
  feedStatusWords,
  shownStatus,
  useRhythm,
} from './feed-words.tsx';

/** What it brings, how it stands, and why when it stands badly. */
export function FeedHead({ feed }: { feed: Feed }) {
  const t = useT();
  const status = shownStatus(feed);
  return (
    <div className="feed-head">
      <FeedBadge feed={feed} large />
      {feed.brings !== null && <p>{t(feed.brings)}</p>}
      <p className="muted">{t(feedStatusWords[status].means)}</p>
      {feed.running !== null && (
        <p role="status">
          {t(feed.running.step)} <FeedProgress feed={feed} />{' '}
          <span className="muted">
            {t({ fr: 'depuis', en: 'since' })} <Time at={feed.running.since} />
          </span>
        </p>
      )}
      {feed.lastFailure !== null && status === 'failed' && (
        <p className="ink-down feed-origin">
          {t(feed.lastFailure)}{' '}
          <span className="muted">
            (<Time at={feed.lastFailureAt} />)
          </span>
        </p>
      )}
    </div>
  );
}

export function FeedFacts({ feed }: { feed: Feed }) {
  const t = useT();
  const language = useLanguage();
  const rhythm = useRhythm();
  const items: { name: string; value: ReactNode }[] = [
    { name: t({ fr: 'Genre', en: 'Kind' }), value: t(kindTexts[feed.kind]) },
    { name: t({ fr: 'Adresse', en: 'Address' }), value: <Origin feed={feed} /> },
    {
      name: t({ fr: 'Contenu du', en: 'Content of' }),
      value: (
        <>
          <ContentDay feed={feed} />{' '}
          <span className="muted">
            {t(
              { fr: 'ancien au-delà de {age}', en: 'old beyond {age}' },
              { age: rhythm(feed.staleAfterSeconds) },
            )}
          </span>
        </>
      ),
    },
    { name: t({ fr: 'Lu', en: 'Read' }), value: <Time at={feed.lastSuccessAt} /> },
    { name: t({ fr: 'Prochaine lecture', en: 'Next read' }), value: <NextRead feed={feed} /> },
    { name: t({ fr: 'Fiches', en: 'Records' }), value: formatNumber(feed.records, language, 0) },
  ];
  if (feed.isOffered && feed.firstLoadBytes !== null) {
    const value = t(
      { fr: 'environ {size}', en: 'about {size}' },
      { size: formatBytes(feed.firstLoadBytes, language) },
    );
    items.push({ name: t({ fr: 'Premier chargement', en: 'First load' }), value });
  }
  if (feed.sourceId !== null) {
    items.push({
      name: t({ fr: 'Source', en: 'Source' }),
      value: (
        <Link href={`/sources?open=${feed.sourceId}`}>
          {t({ fr: 'parmi les sources', en: 'among the sources' })}
        </Link>
      ),
    });
  }
  return <Facts items={items} />;
}

function Origin({ feed }: { feed: Feed }) {
  const t = useT();
  const origin = feed.isOffered ? feed.publicOrigin : feed.origin;
  if (origin === null)
    return <span className="muted">{t({ fr: 'apporté à la main', en: 'carried in by hand' })}</span>;
  const isMirror = !feed.isOffered && feed.publicOrigin !== null && feed.publicOrigin !== origin;
  return (
    <>
      <code className="feed-origin">{origin}</code>
      {isMirror && <span className="muted"> {t({ fr: '(miroir)', en: '(mirror)' })}</span>}
    </>
  );
}

function NextRead({ feed }: { feed: Feed }) {
  const t = useT();
  const rhythm = useRhythm();
  if (feed.running !== null) return <span className="muted">{t({ fr: 'en cours', en: 'under way' })}</span>;
  if (feed.isWaiting)
    return <span className="muted">{t({ fr: 'dès que possible', en: 'as soon as possible' })}</span>;
  if (feed.nextRunAt === null) return <span className="muted">—</span>;
  return (
    <>
      <Time at={feed.nextRunAt} mode="exact" />{' '}
      <span className="muted">
        {t({ fr: 'toutes les {every}', en: 'every {every}' }, { every: rhythm(feed.everySeconds) })}
      </span>
    </>
  );
}

/** What the last run that brought something brought. */
export function FeedReport({ report }: { report: NonNullable<Feed['lastReport']> }) {
  const t = useT();
  const language = useLanguage();
  const counts = [
    { name: t({ fr: 'Nouvelles', en: 'New' }), count: report.added },
    { name: t({ fr: 'Changées', en: 'Changed' }), count: report.changed },
    { name: t({ fr: 'Inchangées', en: 'Unchanged' }), count: report.unchanged },
    { name: t({ fr: 'Retirées', en: 'Withdrawn' }), count: report.withdrawn },
    { name: t({ fr: 'Mises de côté', en: 'Set aside' }), count: report.quarantined },
    { name: t({ fr: 'Rapprochées de nos logiciels', en: 'Matched to our software' }), count: report.matched },
  ];
  const received = `${formatBytes(report.bytes, language)} · ${formatDuration(report.seconds, language)}`;
  return (
    <Facts
      items={[
        ...counts
          .filter(({ count }) => count > 0)
          .map(({ name, count }) => ({
            name,
            value: <span className="num">{formatNumber(count, language, 0)}</span>,
          })),
        { name: t({ fr: 'Reçu', en: 'Received' }), value: received },
      ]}
    />
  );
}
