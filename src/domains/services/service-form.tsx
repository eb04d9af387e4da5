import { Checkbox, NumberInput, Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { Form, fieldError, useForm } from '#console/kit/form.tsx';
import type { FormState } from '#console/kit/form.tsx';
import { useContract } from '#console/use-contract.ts';
import type { ServiceProfile } from './api.ts';
import { listOrganisations } from './api.ts';
import { DurationField } from './duration-field.tsx';
import type { ServiceValues } from './service-values.tsx';
import { dayText, needLevels, needNames, needTexts } from './service-words.tsx';

interface ServiceFormProps {
  readonly initial: ServiceValues;
  readonly problem: unknown;
  readonly busy: boolean;
  readonly action: string;
  readonly onSubmit: (values: ServiceValues) => void;
  readonly onCancel: () => void;
}

/** What a public service is called and what it needs. */
export function ServiceForm({ initial, problem, busy, action, onSubmit, onCancel }: ServiceFormProps) {
  const t = useT();
  const form = useForm(initial, problem);
  const organisations = useContract(listOrganisations, {});
  return (
    <Form
      onSubmit={() => onSubmit(form.values)}
      problem={problem}
      busy={busy}
      action={action}
      onCancel={onCancel}
    >
      <div className="service-form">
        <TextInput
          className="whole"
          label={t({ fr: 'Nom, tel que le public le connaît', en: 'Name, as the public knows it' })}
          data-autofocus
          {...form.text('name')}
        />
        <TextInput label={t({ fr: 'Code', en: 'Code' })} {...form.text('code')} />
        <Select
          label={t({ fr: 'Direction', en: 'Directorate' })}
          data={(organisations.data?.items ?? []).map((item) => ({ value: item.id, label: item.name }))}
          value={form.values.organisationId}
          onChange={(value) => form.set('organisationId', value)}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t({ fr: 'Aucune direction', en: 'No directorate' }) }}
        />
      </div>
      <Needs form={form} />
      <div className="service-form">
        <DurationField
          label={t({ fr: 'Interruption tolérable (DMIA)', en: 'Tolerable outage (MTPD)' })}
          minutes={form.values.dmiaMinutes}
          onChange={(value) => form.set('dmiaMinutes', value)}
          error={errorText(problem, 'profile.dmiaMinutes', t)}
        />
        <DurationField
          label={t({ fr: 'Perte de données tolérable (PDMA)', en: 'Tolerable data loss (RPO)' })}
          minutes={form.values.pdmaMinutes}
          onChange={(value) => form.set('pdmaMinutes', value)}
          error={errorText(problem, 'profile.pdmaMinutes', t)}
        />
      </div>
      <OpeningHours form={form} />
      <div className="service-form">
        <NumberInput
          label={t({ fr: 'Usagers servis', en: 'Users served' })}
          min={0}
          max={10_000_000}
          allowDecimal={false}
          thousandSeparator=" "
          value={form.values.usersServed ?? ''}
          onChange={(value) => form.set('usersServed', typeof value === 'number' ? value : null)}
        />
        <TextInput label={t({ fr: 'Public', en: 'Audience' })} {...form.text('audience')} />
        <TextInput label={t({ fr: 'Classe de données', en: 'Data class' })} {...form.text('dataClass')} />
        <TagsInput
          label={t({ fr: 'Zones où les données peuvent être', en: 'Zones where the data may be' })}
          description={t({
            fr: 'Entrée après chacune ; aucune = toutes',
            en: 'Enter after each; none = all',
          })}
          maxTags={20}
          value={[...form.values.permittedZones]}
          onChange={(value) => form.set('permittedZones', value)}
        />
      </div>
    </Form>
  );
}

function errorText(problem: unknown, name: string, t: ReturnType<typeof useT>): string | undefined {
  const found = fieldError(problem, name);
  return found === undefined ? undefined : t(found.message);
}

function Needs({ form }: { form: FormState<ServiceValues> }) {
  const t = useT();
  return (
    <fieldset className="service-form needs-form plain-fieldset">
      <legend className="visually-hidden">{t({ fr: 'Besoins', en: 'Needs' })}</legend>
      {needNames.map((name) => (
        <Select
          key={name}
          label={t(needTexts[name].name)}
          data={needLevels.map((level, index) => ({ value: String(index), label: `${index} · ${t(level)}` }))}
          value={String(form.values.needs[name])}
          onChange={(value) => form.set('needs', { ...form.values.needs, [name]: Number(value ?? 0) })}
          allowDeselect={false}
        />
      ))}
    </fieldset>
  );
}

function OpeningHours({ form }: { form: FormState<ServiceValues> }) {
  const t = useT();
  const { openingHours } = form.values;
  const office: ServiceProfile['openingHours'] = {
    always: false,
    days: [1, 2, 3, 4, 5],
    from: '07:30',
    to: '16:00',
  };
  return (
    <fieldset className="stack plain-fieldset">
      <legend className="visually-hidden">{t({ fr: 'Heures d’ouverture', en: 'Opening hours' })}</legend>
      <Switch
        label={t({ fr: 'Ouvert jour et nuit', en: 'Open day and night' })}
        checked={openingHours.always}
        onChange={(event) =>
          form.set('openingHours', event.currentTarget.checked ? { always: true } : office)
        }
      />
      {!openingHours.always && (
        <>
          <Checkbox.Group
            label={t({ fr: 'Jours', en: 'Days' })}
            value={openingHours.days.map(String)}
            onChange={(days) => form.set('openingHours', { ...openingHours, days: days.map(Number) })}
          >
            <div className="row wrap" style={{ marginTop: 4, gap: '6px 14px' }}>
              {[1, 2, 3, 4, 5, 6, 7].map((day) => (
                <Checkbox key={day} value={String(day)} label={t(dayText(day))} />
              ))}
            </div>
          </Checkbox.Group>
          <div className="row">
            <TextInput
              type="time"
              label={t({ fr: 'De', en: 'From' })}
              value={openingHours.from}
              onChange={(event) =>
                form.set('openingHours', { ...openingHours, from: event.currentTarget.value })
              }
            />
            <TextInput
              type="time"
              label={t({ fr: 'À', en: 'To' })}
              value={openingHours.to}
              onChange={(event) =>
                form.set('openingHours', { ...openingHours, to: event.currentTarget.value })
              }
            />
          </div>
        </>
      )}
    </fieldset>
  );
}
