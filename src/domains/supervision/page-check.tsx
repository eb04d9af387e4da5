import './check.css';
import { Button, Menu } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs';
import IconRefresh from '@tabler/icons-react/dist/esm/icons/IconRefresh.mjs';
import { useState } from 'react';
import { z } from 'zod';
import { formatDuration } from '#console/format.ts';
import { useLanguage, useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { Evidence } from '#console/kit/evidence.tsx';
import { FilterToggle } from '#console/kit/filters.tsx';
import { useGo } from '#console/kit/link.tsx';
import { LoadingPage } from '#console/kit/loading.tsx';
import { Facts, Page, Section } from '#console/kit/page.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { Time } from '#console/kit/time.tsx';
import { Timeline } from '#console/kit/timeline.tsx';
import { useRight } from '#console/session.ts';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { AssetLink } from '#map/asset-link.tsx';
import type { ReplyOf } from '#platform/contract.ts';
import { readCheck } from './api.ts';
import { CheckCurve } from './check-curve.tsx';
import { CheckDialog } from './check-dialog.tsx';
import {
  CheckBadge,
  Latency,
  checkStates,
  formatLatency,
  stateOfCheck,
  useCheckSentence,
} from './check-words.tsx';
import { useCheckActions } from './use-check-actions.tsx';

type CheckReply = ReplyOf<typeof readCheck>;

const checkQuery = z.object({ hours: z.coerce.number().int().min(1).max(2160).default(24) });

/** `/checks/$id`: one check: what it sees, since when, its curve and its proof. */
export default function CheckPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const [{ hours }, change] = useUrlQuery(checkQuery);
  const { data, error, refetch } = useContract(
    readCheck,
    { params: { id }, query: { hours } },
    { live: ['check', 'observation'], refetchSeconds: 30 },
  );
  const crumb = { label: t({ fr: 'Sondes', en: 'Checks' }), href: '/checks' };
  if (data === undefined) {
    if (error === null) return <LoadingPage />;
    return (
      <Page title={t({ fr: 'Sonde', en: 'Check' })} crumb={crumb}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  const lastAt = data.observed?.observedAt;
  return (
    <Page
      title={data.name}
      crumb={crumb}
      mark={<StateShape state={stateOfCheck(data)} />}
      actions={<CheckButtons check={data} />}
    >
      <CheckHead check={data} />
      <Section
        title={t({ fr: 'Latence et états', en: 'Latency and states' })}
        actions={
          <Periods hours={hours} onChange={(next) => change({ hours: next === 24 ? undefined : next })} />
        }
      >
        <div className="card padded">
          <CheckCurve check={data} hours={hours} />
        </div>
      </Section>
      <div className="columns">
        <Section title={t({ fr: 'Changements', en: 'Changes' })} count={data.changes.length}>
          <div className="card padded">
            <CheckChanges check={data} />
          </div>
        </Section>
        <Section title={t({ fr: 'Dernier relevé', en: 'Last result' })}>
          {data.observed === null || lastAt === undefined ? (
            <p className="muted">{t({ fr: 'Pas encore de relevé.', en: 'No result yet.' })}</p>
          ) : (
            <Evidence value={data.observed.evidence} source={data.observed.code} at={lastAt} />
          )}
        </Section>
      </div>
    </Page>
  );
}

function CheckHead({ check }: { check: CheckReply }) {
  const t = useT();
  const language = useLanguage();
  const sentence = useCheckSentence()(check);
  const { observed } = check;
  return (
    <div className="columns">
      <div className="check-head">
        <CheckBadge check={check} variant="large" />
        <p>{sentence}</p>
        {observed !== null && check.enabled && (
          <p className="muted">
            {t({ fr: 'Dans cet état depuis', en: 'In this state since' })}{' '}
            <Time at={observed.since} mode="exact" />
            {' · '}
            {t({ fr: 'vu', en: 'seen' })} <Time at={observed.observedAt} />
          </p>
        )}
      </div>
      <Facts
        items={[
          { name: t({ fr: 'Actif', en: 'Asset' }), value: <AssetLink asset={check.asset} /> },
          { name: t({ fr: 'Cible', en: 'Target' }), value: <code>{check.summary}</code> },
          { name: t({ fr: 'Latence', en: 'Latency' }), value: <Latency ms={observed?.latencyMs ?? null} /> },
          {
            name: t({ fr: 'Rythme', en: 'Pace' }),
            value: t(
              {
                fr: '{every}, attente de {wait}, {count} essai avant de conclure|{every}, attente de {wait}, {count} essais avant de conclure',
                en: '{every}, waits {wait}, {count} retry before concluding|{every}, waits {wait}, {count} retries before concluding',
              },
              {
                every: formatDuration(check.intervalSeconds, language),
                wait: formatLatency(check.timeoutMs, language),
                count: check.retries,
              },
            ),
          },
        ]}
      />
    </div>
  );
}

const periods = [
  { hours: 1, text: { fr: '1 h', en: '1 h' } },
  { hours: 24, text: { fr: '24 h', en: '24 h' } },
  { hours: 168, text: { fr: '7 j', en: '7 d' } },
  { hours: 720, text: { fr: '30 j', en: '30 d' } },
  { hours: 2160, text: { fr: '90 j', en: '90 d' } },
];

function Periods({ hours, onChange }: { hours: number; onChange: (hours: number) => void }) {
  const t = useT();
  return periods.map((period) => (
    <FilterToggle
      key={period.hours}
      label={t(period.text)}
      on={period.hours === hours}
      onChange={() => onChange(period.hours)}
    />
  ));
}

const mostChanges = 20;

function CheckChanges({ check }: { check: CheckReply }) {
  const t = useT();
  const [whole, setWhole] = useState(false);
  if (check.changes.length === 0) {
    return (
      <p className="muted">
        {t({ fr: 'Aucun changement sur cette période.', en: 'No change over this period.' })}
      </p>
    );
  }
  const shown = whole ? check.changes : check.changes.slice(0, mostChanges);
  return (
    <>
      <Timeline
        label={t({ fr: 'Changements', en: 'Changes' })}
        items={shown.map((one) => ({
          id: `${one.at} ${one.after}`,
          at: one.at,
          text: t(one.detail),
          state: checkStates[one.after as keyof typeof checkStates] ?? 'unknown',
        }))}
      />
      {shown.length < check.changes.length && (
        <Button size="compact-xs" variant="subtle" onClick={() => setWhole(true)}>
          {t({ fr: 'Voir les {count}', en: 'Show all {count}' }, { count: check.changes.length })}
        </Button>
      )}
    </>
  );
}

function CheckButtons({ check }: { check: CheckReply }) {
  const t = useT();
  const go = useGo();
  const mayRun = useRight('act');
  const mayChange = useRight('operate');
  const actions = useCheckActions();
  const [editing, setEditing] = useState(false);
  return (
    <>
      {mayRun && check.enabled && (
        <Button
          variant="filled"
          leftSection={<IconRefresh size={16} />}
          loading={actions.running}
          onClick={() => void actions.run([check])}
        >
          {t({ fr: 'Sonder maintenant', en: 'Check now' })}
        </Button>
      )}
      {mayChange && (
        <>
          <Button onClick={() => setEditing(true)}>{t({ fr: 'Modifier', en: 'Change' })}</Button>
          <Menu position="bottom-end">
            <Menu.Target>
              <Button aria-label={t({ fr: 'Autres actions', en: 'Other actions' })}>
                <IconDots size={16} />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => void actions.enable([check], !check.enabled)}>
                {check.enabled ? t({ fr: 'Désactiver', en: 'Disable' }) : t({ fr: 'Activer', en: 'Enable' })}
              </Menu.Item>
              <Menu.Item onClick={() => void actions.remove([check]).then((gone) => gone && go('/checks'))}>
                {t({ fr: 'Supprimer', en: 'Remove' })}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
          <CheckDialog opened={editing} check={check} onClose={() => setEditing(false)} />
        </>
      )}
    </>
  );
}
