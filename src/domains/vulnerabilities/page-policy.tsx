import './policy.css';
import { NumberInput, Radio } from '@mantine/core';
import { formatPercent } from '#console/format.ts';
import { useLanguage, useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { Form, useForm } from '#console/kit/form.tsx';
import type { Field } from '#console/kit/form.tsx';
import { Link } from '#console/kit/link.tsx';
import { LoadingPage } from '#console/kit/loading.tsx';
import { Facts, Page, Section } from '#console/kit/page.tsx';
import { toast } from '#console/kit/toast.tsx';
import { useRight } from '#console/session.ts';
import { useContract, useContractMutation } from '#console/use-contract.ts';
import type { Text } from '#engines/text.ts';
import { readPolicy, writePolicy } from './api-policy.ts';
import type { Policy } from './api-policy.ts';
import { VulnerabilitiesTabs } from './vulnerabilities-tabs.tsx';

const kinds: Readonly<Record<Policy['kind'], { readonly title: Text; readonly means: Text }>> = {
  ssvc: {
    title: { fr: 'SSVC, table du déployeur', en: 'SSVC, the deployer’s table' },
    means: {
      fr: 'Exploitation, exposition de l’actif, automatisation, et ce que perdraient les services publics. Recommandée : la carte connaît les services.',
      en: 'Exploitation, exposure of the asset, automation, and what public services would lose. Recommended: the map knows the services.',
    },
  },
  'bod-26-04': {
    title: { fr: 'Directive CISA 26-04', en: 'CISA directive 26-04' },
    means: {
      fr: 'Catalogue KEV, exposition au public, automatisation, impact technique. Ne regarde pas les services.',
      en: 'KEV catalogue, public exposure, automation, technical impact. Does not look at services.',
    },
  },
};

/** `/vulnerabilities/policy`: by which table vulnerabilities are prioritised, and how many days each class leaves. */
export default function PolicyPage() {
  const t = useT();
  const mayDecide = useRight('decide');
  const mayAdminister = useRight('administer');
  const mayAudit = useRight('audit');
  const { data, error, refetch } = useContract(readPolicy, {}, { live: ['vulnerability'] });
  if (data === undefined && error === null) return <LoadingPage />;
  return (
    <Page title={t({ fr: 'Priorité des vulnérabilités', en: 'How vulnerabilities are prioritised' })}>
      <VulnerabilitiesTabs current="/vulnerabilities/policy" />
      <div className="policy">
        {data === undefined ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : mayDecide || mayAdminister ? (
          <PolicyForm key={JSON.stringify(data)} policy={data} />
        ) : (
          <PolicyFacts policy={data} />
        )}
        <p className="muted">
          {t({
            fr: 'Une faille est tenue pour exploitée quand elle est au catalogue KEV, sous une alerte du CERT-FR en cours, ou dite exploitée par CISA. Chaque constat montre le chemin qui l’a classé. Un changement reclasse tous les constats en quelques secondes.',
            en: 'A flaw counts as exploited when it is in the KEV catalogue, under an open alert of CERT-FR, or said exploited by CISA. Each finding shows the path that ranked it. A change ranks all findings again within seconds.',
          })}
          {mayAudit && (
            <>
              {' '}
              <Link href="/audit?subjectKind=vulnerability-policy" className="link">
                {t({ fr: 'Historique des changements', en: 'History of the changes' })}
              </Link>
            </>
          )}
        </p>
      </div>
    </Page>
  );
}

function PolicyForm({ policy }: { policy: Policy }) {
  const t = useT();
  const save = useContractMutation(writePolicy, {
    refresh: [readPolicy],
    onDone: () => toast({ fr: 'Règles enregistrées.', en: 'Rules saved.' }, { state: 'ok' }),
  });
  const form = useForm<Policy>(policy, save.error);
  const kind = form.field('kind');
  return (
    <Form
      onSubmit={() => save.mutate({ body: form.values })}
      problem={save.error}
      busy={save.isPending}
      action={t({ fr: 'Enregistrer', en: 'Save' })}
    >
      <Section title={t({ fr: 'Table de décision', en: 'Decision table' })}>
        <div className="card padded">
          <Radio.Group
            aria-label={t({ fr: 'Table de décision', en: 'Decision table' })}
            value={kind.value}
            onChange={(value) => kind.set(value === 'bod-26-04' ? 'bod-26-04' : 'ssvc')}
          >
            <div className="policy-kinds">
              {(['ssvc', 'bod-26-04'] as const).map((value) => (
                <Radio
                  key={value}
                  value={value}
                  label={t(kinds[value].title)}
                  description={t(kinds[value].means)}
                />
              ))}
            </div>
          </Radio.Group>
        </div>
      </Section>
      <Section title={t({ fr: 'Délais, en jours', en: 'Delays, in days' })}>
        <div className="card padded policy-days">
          {dayFields.map(({ name, label, most }) => {
            const field = form.field(name);
            return (
              <NumberInput
                key={name}
                label={t(label)}
                min={0}
                max={most}
                allowDecimal={false}
                value={field.value}
                error={field.error}
                onChange={(value) => field.set(typeof value === 'number' ? value : Number.NaN)}
              />
            );
          })}
        </div>
      </Section>
      <Section title={t({ fr: 'Exploitation probable', en: 'Likely exploitation' })}>
        <div className="card padded policy-threshold">
          <Threshold field={form.field('likelyEpss')} />
        </div>
      </Section>
    </Form>
  );
}

function Threshold({ field }: { field: Field<number> }) {
  const t = useT();
  const percent = Math.round(field.value * 10_000) / 100;
  return (
    <NumberInput
      label={t({ fr: 'Seuil EPSS, en %', en: 'EPSS threshold, in %' })}
      description={t({
        fr: 'À partir de cette probabilité, une faille que personne ne dit exploitée compte comme démontrée.',
        en: 'From this probability on, a flaw that nobody reports as exploited counts as demonstrated.',
      })}
      min={0}
      max={100}
      decimalScale={2}
      decimalSeparator={t({ fr: ',', en: '.' })}
      value={percent}
      error={field.error}
      onChange={(value) => field.set(typeof value === 'number' ? value / 100 : Number.NaN)}
    />
  );
}

const dayFields = [
  { name: 'immediateDays', label: { fr: 'Immédiat', en: 'Immediate' }, most: 365 },
  { name: 'outOfCycleDays', label: { fr: 'Hors cycle', en: 'Out of cycle' }, most: 365 },
  { name: 'scheduledDays', label: { fr: 'Planifié', en: 'Scheduled' }, most: 730 },
] as const satisfies readonly { name: keyof Policy; label: Text; most: number }[];

/** What the policy is, for who may not change it. */
function PolicyFacts({ policy }: { policy: Policy }) {
  const t = useT();
  const language = useLanguage();
  const days = (count: number) =>
    t({ fr: '{count} jour|{count} jours', en: '{count} day|{count} days' }, { count });
  return (
    <div className="card padded stack">
      <Facts
        items={[
          { name: t({ fr: 'Table de décision', en: 'Decision table' }), value: t(kinds[policy.kind].title) },
          ...dayFields.map(({ name, label }) => ({ name: t(label), value: days(policy[name]) })),
          {
            name: t({ fr: 'Seuil EPSS', en: 'EPSS threshold' }),
            value: formatPercent(policy.likelyEpss, language),
          },
        ]}
      />
      <p className="muted">
        {t({
          fr: 'Le RSSI ou un administrateur peut changer ces règles.',
          en: 'The CISO or an administrator may change these rules.',
        })}
      </p>
    </div>
  );
}
