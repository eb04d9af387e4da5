import { ActionIcon, Button } from '@mantine/core';
import IconChevronLeft from '@tabler/icons-react/dist/esm/icons/IconChevronLeft.mjs';
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import { useReader } from '#console/clock.ts';
import { capital, dayKey, formatDay, formatPercent } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import { DayBars } from '#console/kit/day-bars.tsx';
import { ErrorState } from '#console/kit/error.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { MonthTable } from '#console/kit/month-table.tsx';
import { Section } from '#console/kit/page.tsx';
import { StateBadge } from '#console/kit/state-badge.tsx';
import { stateOf } from '#console/kit/state.ts';
import { useContract } from '#console/use-contract.ts';
import { readServiceAvailability, readServiceTimeline } from './api.ts';
import type { ServiceDetail } from './api.ts';
import type { ServiceChange } from './service-query.tsx';
import { ServiceTimeline } from './service-timeline.tsx';
import { dayHref } from './weather-of.tsx';

interface TabProps {
  readonly service: ServiceDetail;
  readonly day: string | undefined;
  readonly change: ServiceChange;
}

const longestDays = 400;

/** Thirty days, the day asked for in detail, and the months. */
export function AvailabilityTab({ service, day, change }: TabProps) {
  const t = useT();
  const { language } = useReader();
  const months = useContract(readServiceAvailability, { params: { id: service.id } }, { live: ['state'] });
  return (
    <div className="stack" style={{ gap: 20 }}>
      <Section
        title={t({ fr: 'Trente jours', en: 'Thirty days' })}
        count={
          service.availability30 === null
            ? t({ fr: 'disponibilité inconnue', en: 'availability unknown' })
            : formatPercent(service.availability30, language, 3)
        }
      >
        <div className="card padded">
          <DayBars days={service.days} hrefOf={(date) => dayHref(service.id, date)} wide />
        </div>
      </Section>
      {day !== undefined && <Day service={service} day={day} change={change} />}
      <Section title={t({ fr: 'Par mois', en: 'By month' })}>
        {months.data === undefined ? (
          <div className="card">
            {months.error === null ? (
              <Loading rows={3} />
            ) : (
              <ErrorState error={months.error} onRetry={() => void months.refetch()} />
            )}
          </div>
        ) : (
          <MonthTable
            months={months.data.months}
            fileName={`${t({ fr: 'disponibilite', en: 'availability' })}-${service.code ?? service.name}`}
          />
        )}
      </Section>
    </div>
  );
}

/** One day: its worst state, its share, and what happened. */
function Day({ service, day, change }: TabProps & { day: string }) {
  const t = useT();
  const reader = useReader();
  const timeline = useContract(
    readServiceTimeline,
    { params: { id: service.id }, query: { days: longestDays } },
    { live: ['state', 'finding', 'maintenance'] },
  );
  const index = service.days.findIndex((one) => one.date === day);
  const known = service.days[index];
  const items = timeline.data?.items.filter((item) => dayKey(item.at, reader.timeZone) === day);
  const title = capital(formatDay(`${day}T00:00:00Z`, { ...reader, timeZone: 'UTC' }));
  const go = (step: number): void => {
    const next = service.days[index + step];
    if (next !== undefined) change({ day: next.date });
  };
  return (
    <Section
      title={title}
      actions={
        <>
          <ActionIcon
            aria-label={t({ fr: 'Jour précédent', en: 'Day before' })}
            disabled={index <= 0}
            onClick={() => go(-1)}
          >
            <IconChevronLeft size={16} />
          </ActionIcon>
          <ActionIcon
            aria-label={t({ fr: 'Jour suivant', en: 'Day after' })}
            disabled={index < 0 || index >= service.days.length - 1}
            onClick={() => go(1)}
          >
            <IconChevronRight size={16} />
          </ActionIcon>
          <Button size="compact-sm" variant="subtle" onClick={() => change({ day: undefined })}>
            {t({ fr: 'Fermer', en: 'Close' })}
          </Button>
        </>
      }
    >
      <div className="card padded">
        <div className="day-head">
          {known === undefined || known.worst === null ? (
            <StateBadge state="unknown" />
          ) : (
            <StateBadge state={stateOf({ availability: known.worst })} unknown={known.unknown} />
          )}
          {known?.availability !== null && known !== undefined && (
            <span>
              {t(
                { fr: 'disponible {share} du temps observé', en: 'available {share} of the time observed' },
                { share: formatPercent(known.availability, reader.language) },
              )}
            </span>
          )}
        </div>
        {items === undefined ? (
          timeline.error === null ? (
            <Loading rows={3} />
          ) : (
            <ErrorState error={timeline.error} onRetry={() => void timeline.refetch()} />
          )
        ) : items.length === 0 ? (
          <p className="muted">
            {t({ fr: 'Rien n’a changé ce jour-là.', en: 'Nothing changed on that day.' })}
          </p>
        ) : (
          <ServiceTimeline items={items} />
        )}
      </div>
    </Section>
  );
}
