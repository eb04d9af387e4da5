import { SegmentedControl } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { ErrorState } from '#console/kit/error.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { useContract } from '#console/use-contract.ts';
import { readServiceTimeline } from './api.ts';
import type { ServiceChange, ServiceQuery } from './service-query.tsx';
import { ServiceTimeline } from './service-timeline.tsx';

interface TabProps {
  readonly serviceId: string;
  readonly days: ServiceQuery['days'];
  readonly change: ServiceChange;
}

/** Everything that happened to it: states, findings, changes, decisions, maintenance. */
export function HistoryTab({ serviceId, days, change }: TabProps) {
  const t = useT();
  const { data, error, refetch } = useContract(
    readServiceTimeline,
    { params: { id: serviceId }, query: { days: Number(days) } },
    { live: ['state', 'finding', 'decision', 'maintenance', 'asset'] },
  );
  return (
    <div className="stack" style={{ gap: 12 }}>
      <div>
        <SegmentedControl
          aria-label={t({ fr: 'Durée', en: 'Duration' })}
          value={days}
          onChange={(value) => change({ days: value as ServiceQuery['days'] })}
          data={[
            { value: '30', label: t({ fr: '30 jours', en: '30 days' }) },
            { value: '90', label: t({ fr: '90 jours', en: '90 days' }) },
            { value: '400', label: t({ fr: '13 mois', en: '13 months' }) },
          ]}
        />
      </div>
      <div className="card padded">
        {data === undefined ? (
          error === null ? (
            <Loading rows={8} />
          ) : (
            <ErrorState error={error} onRetry={() => void refetch()} />
          )
        ) : data.items.length === 0 ? (
          <Empty
            title={t({
              fr: 'Rien ne lui est arrivé pendant cette durée',
              en: 'Nothing happened to it in that time',
            })}
          />
        ) : (
          <ServiceTimeline items={data.items} />
        )}
      </div>
    </div>
  );
}
