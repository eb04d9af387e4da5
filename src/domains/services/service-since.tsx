import { useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { Link } from '#console/kit/link.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { Section } from '#console/kit/page.tsx';
import { useContract } from '#console/use-contract.ts';
import { readServiceTimeline } from './api.ts';
import { ServiceTimeline } from './service-timeline.tsx';

const mostShown = 7;
const shownDays = 30;

/** Depuis quand: the last things that happened to it. */
export function ServiceSince({ serviceId }: { serviceId: string }) {
  const t = useT();
  const { data, error, refetch } = useContract(
    readServiceTimeline,
    { params: { id: serviceId }, query: { days: shownDays } },
    { live: ['state', 'finding', 'decision', 'maintenance'] },
  );
  return (
    <Section
      title={t({ fr: 'Depuis quand', en: 'Since when' })}
      actions={
        <Link href={`/services/${serviceId}?tab=history`}>
          {t({ fr: 'Tout l’historique', en: 'The whole history' })}
        </Link>
      }
    >
      <div className="card padded service-part service-recent">
        {data === undefined ? (
          error === null ? (
            <Loading rows={4} />
          ) : (
            <ErrorState error={error} onRetry={() => void refetch()} />
          )
        ) : data.items.length === 0 ? (
          <p className="muted">
            {t({
              fr: 'Rien ne lui est arrivé en trente jours.',
              en: 'Nothing happened to it in thirty days.',
            })}
          </p>
        ) : (
          <ServiceTimeline items={data.items.slice(0, mostShown)} />
        )}
      </div>
    </Section>
  );
}
