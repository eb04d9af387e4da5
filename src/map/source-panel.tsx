import { NumberInput, Switch } from '@mantine/core';
import { useReader } from '#console/clock.ts';
import { formatDuration } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import { confirm } from '#console/kit/confirm.tsx';
import { Form, useForm } from '#console/kit/form.tsx';
import { Link } from '#console/kit/link.tsx';
import { Facts } from '#console/kit/page.tsx';
import { SidePanel } from '#console/kit/side-panel.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { Time } from '#console/kit/time.tsx';
import { toast, toastProblem } from '#console/kit/toast.tsx';
import { useRight } from '#console/session.ts';
import { useContractMutation } from '#console/use-contract.ts';
import { listSources, updateSource } from './api-sources.ts';
import type { Source } from './api-sources.ts';
import { broughtBy } from './source-columns.tsx';
import { SourceStatusBadge, sourceStatuses } from './source-words.tsx';

/** One source: how fresh, what it brought, what it ranks, and its settings. */
export function SourcePanel({ source, onClose }: { source: Source; onClose: () => void }) {
  const t = useT();
  const may = useRight('operate');
  return (
    <SidePanel
      title={t(source.title)}
      mark={<StateShape state={sourceStatuses[source.status].state} />}
      onClose={onClose}
    >
      <p className="muted">{t(sourceStatuses[source.status].means)}</p>
      {source.status === 'failed' && source.lastFailure !== null && (
        <p className="row" style={{ alignItems: 'start' }}>
          <StateShape state="down" />
          <span>{t(source.lastFailure)}</span>
        </p>
      )}
      <SourceFacts source={source} />
      <Buckets source={source} />
      {may && (
        <SourceSettings key={`${source.id} ${source.rank} ${source.orphanAfterSeconds}`} source={source} />
      )}
      {may && <EnableSwitch source={source} />}
    </SidePanel>
  );
}

function SourceFacts({ source }: { source: Source }) {
  const t = useT();
  const { language } = useReader();
  return (
    <Facts
      items={[
        {
          name: t({ fr: 'Fraîcheur', en: 'Freshness' }),
          value: <SourceStatusBadge status={source.status} />,
        },
        { name: t({ fr: 'A parlé', en: 'Spoke' }), value: <Time at={source.lastSuccessAt} /> },
        {
          name: t({ fr: 'Dernier échec', en: 'Last failure' }),
          value: (
            <>
              <Time at={source.lastFailureAt} />
              {source.lastFailure !== null && source.status !== 'failed' && ` · ${t(source.lastFailure)}`}
            </>
          ),
        },
        {
          name: t({ fr: 'Rythme attendu', en: 'Expected rhythm' }),
          value:
            source.expectedEverySeconds === null
              ? t({ fr: 'aucun', en: 'none' })
              : formatDuration(source.expectedEverySeconds, language),
        },
        { name: t({ fr: 'Clé', en: 'Key' }), value: <code>{source.key}</code> },
      ]}
    />
  );
}

function Buckets({ source }: { source: Source }) {
  const t = useT();
  const { assets, links, missing } = broughtBy(source);
  return (
    <section>
      <h3>{t({ fr: 'Ce qu’elle dit', en: 'What it says' })}</h3>
      <p>
        <Link href={`/assets?source=${source.id}`}>
          {t({ fr: '{count} actif|{count} actifs', en: '{count} asset|{count} assets' }, { count: assets })}
        </Link>{' '}
        · {t({ fr: '{count} lien|{count} liens', en: '{count} link|{count} links' }, { count: links })} ·{' '}
        {t({ fr: '{count} dont elle ne parle plus', en: '{count} it mentions no more' }, { count: missing })}
      </p>
      {source.buckets.length > 0 && (
        <ul className="picked" style={{ marginTop: 6 }}>
          {source.buckets.map((bucket) => (
            <li key={bucket.key}>
              <code className="clip">{bucket.key}</code>
              <span className="muted">
                {t({ fr: 'entière', en: 'whole' })} <Time at={bucket.lastFullAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const hour = 3600;

function SourceSettings({ source }: { source: Source }) {
  const t = useT();
  const save = useContractMutation(updateSource, {
    refresh: [listSources],
    onDone: () => toast({ fr: 'Réglage enregistré.', en: 'Setting kept.' }, { state: 'ok' }),
  });
  const form = useForm({ rank: source.rank, hours: source.orphanAfterSeconds / hour }, save.error);
  const submit = (): void => {
    const { rank, hours } = form.values;
    save.mutate({
      params: { id: source.id },
      body: { rank, orphanAfterSeconds: Math.round(hours * hour) },
    });
  };
  return (
    <section>
      <h3 style={{ marginBottom: 8 }}>{t({ fr: 'Réglages', en: 'Settings' })}</h3>
      <Form
        onSubmit={submit}
        problem={save.error}
        busy={save.isPending}
        action={t({ fr: 'Enregistrer', en: 'Save' })}
      >
        <NumberInput
          label={t({ fr: 'Rang', en: 'Rank' })}
          description={t({
            fr: 'Quand deux sources se contredisent, le plus petit rang l’emporte',
            en: 'When two sources disagree, the lowest rank wins',
          })}
          min={1}
          max={100}
          value={form.values.rank}
          onChange={(value) => form.set('rank', Number(value))}
          error={form.field('rank').error}
        />
        <NumberInput
          label={t({ fr: 'Orphelin après (heures)', en: 'Orphaned after (hours)' })}
          description={t({
            fr: 'Un actif dont plus aucune source ne parle depuis ce temps est dit orphelin',
            en: 'An asset that no source has mentioned for that long is called orphaned',
          })}
          min={0.1}
          max={8760}
          decimalScale={2}
          value={form.values.hours}
          onChange={(value) => form.set('hours', Number(value))}
        />
      </Form>
    </section>
  );
}

/** Asks first: what it alone observes becomes unknown. */
export function useEnableSource(): (source: Source, enabled: boolean) => Promise<void> {
  const t = useT();
  const { mutateAsync } = useContractMutation(updateSource, { refresh: [listSources] });
  return async (source, enabled) => {
    const yes =
      enabled ||
      (await confirm({
        title: t({ fr: 'Désactiver {name} ?', en: 'Disable {name}?' }, { name: t(source.title) }),
        body: t({
          fr: 'Elle ne sera plus lue. Ce qu’elle a dit reste sur la carte, à sa date ; ce qu’elle seule observe sera inconnu.',
          en: 'It will no longer be read. What it said stays on the map with its date; what it alone observes will be unknown.',
        }),
        action: t({ fr: 'Désactiver', en: 'Disable' }),
      }));
    if (!yes) return;
    await mutateAsync({ params: { id: source.id }, body: { enabled } }).then(
      () =>
        toast(
          enabled
            ? { fr: 'Source activée.', en: 'Source enabled.' }
            : { fr: 'Source désactivée.', en: 'Source disabled.' },
          { state: 'ok' },
        ),
      toastProblem,
    );
  };
}

function EnableSwitch({ source }: { source: Source }) {
  const t = useT();
  const enable = useEnableSource();
  return (
    <Switch
      label={t({ fr: 'Source active', en: 'Source enabled' })}
      checked={source.enabled}
      onChange={(event) => void enable(source, event.currentTarget.checked)}
    />
  );
}
