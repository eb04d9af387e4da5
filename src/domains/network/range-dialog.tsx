import { Modal, MultiSelect, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { Form, fieldError, useForm } from '#console/kit/form.tsx';
import type { FormState } from '#console/kit/form.tsx';
import { Link } from '#console/kit/link.tsx';
import { toast } from '#console/kit/toast.tsx';
import { useContract, useContractMutation } from '#console/use-contract.ts';
import { listAssets } from '#map/api-assets.ts';
import { listSecrets } from '#platform/secrets/api.ts';
import { createRange, listRanges, updateRangeContract } from './api.ts';
import type { Range, RangeBody } from './api.ts';

interface RangeDialogProps {
  readonly opened: boolean;
  /** The range to change; a new one without. */
  readonly range?: Range | undefined;
  readonly onClose: () => void;
}

export function RangeDialog({ opened, range, onClose }: RangeDialogProps) {
  const t = useT();
  const title =
    range === undefined
      ? t({ fr: 'Ajouter une plage', en: 'Add a range' })
      : t({ fr: 'Modifier « {name} »', en: 'Change “{name}”' }, { name: range.name });
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={520}>
      <RangeForm range={range} onClose={onClose} />
    </Modal>
  );
}

const rhythms = [300, 900, 3600, 21_600, 86_400];

function RangeForm({ range, onClose }: Omit<RangeDialogProps, 'opened'>) {
  const t = useT();
  const refresh = {
    refresh: [listRanges],
    onDone: () => {
      toast(
        { fr: 'Plage enregistrée. Elle est lue aussitôt.', en: 'Range saved. It is read at once.' },
        { state: 'ok' },
      );
      onClose();
    },
  };
  const create = useContractMutation(createRange, refresh);
  const update = useContractMutation(updateRangeContract, refresh);
  const problem = create.error ?? update.error;
  const form = useForm<RangeBody>(
    {
      name: range?.name ?? '',
      addresses: range?.addresses ?? '',
      port: range?.port ?? 161,
      version: range?.version ?? 'v2c',
      secretIds: range?.secretIds ?? [],
      siteId: range?.site?.id ?? null,
      everySeconds: range?.everySeconds ?? 3600,
      enabled: range?.enabled ?? true,
    },
    problem,
  );
  const save = () =>
    range === undefined
      ? create.mutate({ body: form.values })
      : update.mutate({ params: { id: range.id }, body: form.values });
  return (
    <Form
      onSubmit={save}
      problem={problem}
      busy={create.isPending || update.isPending}
      action={t({ fr: 'Enregistrer', en: 'Save' })}
      onCancel={onClose}
    >
      <RangeFields form={form} problem={problem} />
    </Form>
  );
}

function RangeFields({ form, problem }: { form: FormState<RangeBody>; problem: unknown }) {
  const t = useT();
  return (
    <>
      <TextInput
        label={t({ fr: 'Nom', en: 'Name' })}
        description={t({ fr: '« Cœur de Nouméa »', en: '“Core of Nouméa”' })}
        data-autofocus
        {...form.text('name')}
      />
      <TextInput
        label={t({ fr: 'Adresses', en: 'Addresses' })}
        description={t({
          fr: 'Une adresse, 192.0.2.0/24 (au plus /16) ou 192.0.2.1-192.0.2.9',
          en: 'An address, 192.0.2.0/24 (at most /16) or 192.0.2.1-192.0.2.9',
        })}
        autoComplete="off"
        {...form.text('addresses')}
      />
      <Communities
        value={form.values.secretIds}
        problem={problem}
        onChange={(ids) => form.set('secretIds', ids)}
      />
      <Sites value={form.values.siteId} problem={problem} onChange={(id) => form.set('siteId', id)} />
      <Select
        label={t({ fr: 'Version de SNMP', en: 'Version of SNMP' })}
        data={[
          { value: 'v2c', label: 'v2c' },
          { value: 'v1', label: 'v1' },
        ]}
        value={form.values.version}
        onChange={(value) => form.set('version', value === 'v1' ? 'v1' : 'v2c')}
        allowDeselect={false}
      />
      <NumberInput
        label={t({ fr: 'Port', en: 'Port' })}
        min={1}
        max={65_535}
        value={form.values.port}
        onChange={(value) => form.set('port', Number(value))}
      />
      <Select
        label={t({ fr: 'Rythme de lecture', en: 'Rhythm of reading' })}
        data={rhythms.map((seconds) => ({
          value: String(seconds),
          label:
            seconds < 3600
              ? t({ fr: 'toutes les {count} minutes', en: 'every {count} minutes' }, { count: seconds / 60 })
              : t(
                  { fr: 'toutes les heures|toutes les {count} heures', en: 'every hour|every {count} hours' },
                  { count: seconds / 3600 },
                ),
        }))}
        value={String(form.values.everySeconds)}
        onChange={(value) => form.set('everySeconds', Number(value ?? 3600))}
        allowDeselect={false}
      />
      <Switch
        label={t({ fr: 'Lire cette plage', en: 'Read this range' })}
        checked={form.values.enabled}
        onChange={(event) => form.set('enabled', event.currentTarget.checked)}
      />
    </>
  );
}

interface ChoiceProps<V> {
  readonly value: V;
  readonly problem: unknown;
  readonly onChange: (value: V) => void;
}

/** Secrets of the vault of kind SNMP, in the order in which they are tried. */
function Communities({ value, problem, onChange }: ChoiceProps<string[]>) {
  const t = useT();
  const { data } = useContract(listSecrets, { query: { kind: 'snmp', limit: 200 } });
  const error = fieldError(problem, 'secretIds');
  const isEmpty = data !== undefined && data.items.length === 0;
  return (
    <>
      <MultiSelect
        label={t({
          fr: 'Communautés, dans l’ordre des essais',
          en: 'Communities, in the order in which they are tried',
        })}
        data={(data?.items ?? []).map((secret) => ({ value: secret.id, label: secret.name }))}
        value={value}
        onChange={onChange}
        error={error === undefined ? undefined : t(error.message)}
        searchable
      />
      {isEmpty && (
        <p>
          {t({ fr: 'Le coffre ne contient aucune communauté. ', en: 'The vault holds no community. ' })}
          <Link href="/secrets">
            {t({ fr: 'En confier une (genre SNMP)', en: 'Entrust one (kind SNMP)' })}
          </Link>
        </p>
      )}
    </>
  );
}

function Sites({ value, problem, onChange }: ChoiceProps<string | null>) {
  const t = useT();
  const { data } = useContract(listAssets, { query: { type: 'site', limit: 500 } });
  const error = fieldError(problem, 'siteId');
  return (
    <Select
      label={t({ fr: 'Site', en: 'Site' })}
      description={t({
        fr: 'Où se trouvent ses équipements ; vide si plusieurs',
        en: 'Where its devices stand; empty if several',
      })}
      data={(data?.items ?? []).map((site) => ({ value: site.id, label: site.name }))}
      value={value}
      onChange={onChange}
      error={error === undefined ? undefined : t(error.message)}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t({ fr: 'Aucun site', en: 'No site' }) }}
    />
  );
}
