import './bulletin.css';
import { z } from 'zod';
import { Button, Menu } from '@mantine/core';
import IconChevronLeft from '@tabler/icons-react/dist/esm/icons/IconChevronLeft.mjs';
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import { useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { FilterChip } from '#console/kit/filters.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { Page } from '#console/kit/page.tsx';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { addDays, mondayOf, weekNumber } from '#engines/bulletin/week.ts';
import { listBulletins, readBulletin } from './api-bulletin.ts';
import type { BulletinList } from './api-bulletin.ts';
import { BulletinEditor } from './bulletin-editor.tsx';
import { VulnerabilitiesTabs } from './vulnerabilities-tabs.tsx';

const bulletinQuery = z.object({
  week: z.iso.date().optional(),
  version: z.coerce.number().int().min(1).max(99).optional(),
});

/** `/vulnerabilities/bulletin`: the bulletin of a week, drafted from our exposure, annotated, published. */
export default function BulletinPage() {
  const t = useT();
  const [query, change] = useUrlQuery(bulletinQuery);
  const list = useContract(listBulletins, {}, { live: ['bulletin'] });
  const current = list.data?.currentWeek;
  // What people write is the bulletin of the week that is over.
  const asked = query.week === undefined ? '' : mondayOf(query.week);
  const week = asked !== '' ? asked : current === undefined ? undefined : addDays(current, -7);
  const bulletin = useContract(
    readBulletin,
    {
      params: { week: week ?? '' },
      query: query.version === undefined ? {} : { version: query.version },
    },
    { enabled: week !== undefined, keep: false },
  );
  const error = list.error ?? bulletin.error;
  const versions = bulletin.data?.versions ?? [];
  return (
    <Page
      title={t({ fr: 'Bulletin de veille', en: 'Watch bulletin' })}
      chips={
        week !== undefined &&
        list.data !== undefined && (
          <>
            <Weeks
              week={week}
              list={list.data}
              onChange={(next) => change({ week: next, version: undefined })}
            />
            {versions.length > 1 && (
              <FilterChip
                label={t({ fr: 'Version', en: 'Version' })}
                value={query.version === undefined ? undefined : String(query.version)}
                options={versions.map(({ version, publishedAt }) => ({
                  value: String(version),
                  label:
                    publishedAt === null
                      ? t({ fr: '{version}, projet', en: '{version}, draft' }, { version })
                      : String(version),
                }))}
                onChange={(version) => change({ version })}
              />
            )}
          </>
        )
      }
    >
      <VulnerabilitiesTabs current="/vulnerabilities/bulletin" />
      {bulletin.data !== undefined && list.data !== undefined ? (
        <BulletinEditor
          key={`${bulletin.data.week} ${bulletin.data.version} ${bulletin.data.publishedAt ?? ''}`}
          bulletin={bulletin.data}
          pdf={list.data.pdf}
          onVersion={(version) => change({ version })}
        />
      ) : error === null ? (
        <Loading rows={10} />
      ) : (
        <ErrorState
          error={error}
          onRetry={() => {
            void list.refetch();
            void bulletin.refetch();
          }}
        />
      )}
    </Page>
  );
}

interface WeeksProps {
  readonly week: string;
  readonly list: BulletinList;
  readonly onChange: (week: string) => void;
}

/** The week shown, those beside it, and those that have a bulletin. */
function Weeks({ week, list, onChange }: WeeksProps) {
  const t = useT();
  const nameOf = (monday: string): string => {
    const { week: number, year } = weekNumber(monday);
    return t(
      { fr: 'Semaine {number} de {year}', en: 'Week {number} of {year}' },
      { number, year: String(year) },
    );
  };
  const written = Map.groupBy(list.items, (item) => item.week);
  return (
    <span className="bulletin-weeks">
      <Button
        size="compact-sm"
        aria-label={t({ fr: 'Semaine précédente', en: 'Previous week' })}
        onClick={() => onChange(addDays(week, -7))}
      >
        <IconChevronLeft size={14} />
      </Button>
      <Menu position="bottom-start">
        <Menu.Target>
          <button type="button" className="chip on">
            <span className="chip-value">{nameOf(week)}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
          <Menu.Item onClick={() => onChange(list.currentWeek)}>
            {t({ fr: 'Semaine en cours', en: 'Present week' })}
          </Menu.Item>
          <Menu.Item onClick={() => onChange(addDays(list.currentWeek, -7))}>
            {t({ fr: 'Semaine dernière', en: 'Last week' })}
          </Menu.Item>
          {[...written].map(([monday, [last]]) => (
            <Menu.Item key={monday} onClick={() => onChange(monday)}>
              {nameOf(monday)}{' '}
              <span className="muted">
                {last?.publishedAt === null
                  ? t({ fr: 'projet', en: 'draft' })
                  : t({ fr: 'publié', en: 'published' })}
              </span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button
        size="compact-sm"
        aria-label={t({ fr: 'Semaine suivante', en: 'Next week' })}
        disabled={week >= list.currentWeek}
        onClick={() => onChange(addDays(week, 7))}
      >
        <IconChevronRight size={14} />
      </Button>
    </span>
  );
}
