import { Modal, Select, TextInput } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { Form, useForm } from '#console/kit/form.tsx';
import type { FormState } from '#console/kit/form.tsx';
import { toast } from '#console/kit/toast.tsx';
import { useContractMutation } from '#console/use-contract.ts';
import { createAsset, listAssets, readAsset, readAssetHistory, updateAsset } from './api-assets.ts';
import type { AssetDetail } from './api-assets.ts';
import type { AssetRef } from './api-shared.ts';
import { AssetPicker } from './asset-picker.tsx';
import { assetTypeText, assetTypes } from './asset-types.ts';
import { AttributeEditor, editableAttributes, sentAttributes } from './attribute-editor.tsx';
import type { EditedAttribute } from './attribute-editor.tsx';
import { criticalityTexts } from './criticality-words.tsx';

interface AssetDialogProps {
  readonly opened: boolean;
  /** Absent: a new one. */
  readonly asset?: AssetDetail;
  readonly onClose: () => void;
  readonly onDone?: (id: string) => void;
}

/** Adds an asset by hand, or corrects what the sources say of one. */
export function AssetDialog({ opened, asset, onClose, onDone }: AssetDialogProps) {
  const t = useT();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={
        asset === undefined
          ? t({ fr: 'Ajouter un actif', en: 'Add an asset' })
          : t({ fr: 'Corriger {name}', en: 'Correct {name}' }, { name: asset.name })
      }
      size={560}
    >
      <AssetForm
        {...(asset === undefined ? {} : { asset })}
        onClose={onClose}
        {...(onDone === undefined ? {} : { onDone })}
      />
    </Modal>
  );
}

interface Values {
  readonly name: string;
  readonly type: string;
  readonly code: string;
  readonly organisation: AssetRef | null;
  readonly site: AssetRef | null;
  readonly criticality: number | null;
  readonly attributes: readonly EditedAttribute[];
}

function valuesOf(asset: AssetDetail | undefined): Values {
  return {
    name: asset?.name ?? '',
    type: asset?.type ?? '',
    code: asset?.code ?? '',
    organisation: asset?.organisation ?? null,
    site: asset?.site ?? null,
    criticality: asset?.criticality ?? null,
    attributes: asset === undefined ? [] : editableAttributes(asset),
  };
}

function bodyOf(values: Values) {
  return {
    name: values.name,
    type: values.type,
    code: values.code.trim() === '' ? null : values.code,
    organisationId: values.organisation?.id ?? null,
    siteId: values.site?.id ?? null,
    criticality: values.criticality,
    attributes: sentAttributes(values.attributes),
  };
}

function AssetForm({ asset, onClose, onDone }: Omit<AssetDialogProps, 'opened'>) {
  const t = useT();
  const refresh = [listAssets, readAsset, readAssetHistory];
  const create = useContractMutation(createAsset, {
    refresh,
    onDone: ({ id }) => {
      toast({ fr: 'Actif ajouté.', en: 'Asset added.' }, { state: 'ok' });
      onClose();
      onDone?.(id);
    },
  });
  const update = useContractMutation(updateAsset, {
    refresh,
    onDone: () => {
      toast({ fr: 'Correction enregistrée.', en: 'Correction kept.' }, { state: 'ok' });
      onClose();
    },
  });
  const problem = asset === undefined ? create.error : update.error;
  const form = useForm(valuesOf(asset), problem);
  const submit = (): void => {
    const body = bodyOf(form.values);
    if (asset === undefined) create.mutate({ body });
    else update.mutate({ params: { id: asset.id }, body });
  };
  return (
    <Form
      onSubmit={submit}
      problem={problem}
      busy={create.isPending || update.isPending}
      action={asset === undefined ? t({ fr: 'Ajouter', en: 'Add' }) : t({ fr: 'Enregistrer', en: 'Save' })}
      onCancel={onClose}
    >
      {asset !== undefined && (
        <p className="muted">
          {t({
            fr: 'Ce que vous dites ici passe avant toute autre source, jusqu’à ce que vous le retiriez.',
            en: 'What you say here goes before every other source, until you take it back.',
          })}
        </p>
      )}
      <AssetFields form={form} />
      <AttributeEditor
        values={form.values.attributes}
        onChange={(attributes) => form.set('attributes', attributes)}
        problem={problem}
      />
    </Form>
  );
}

function AssetFields({ form }: { form: FormState<Values> }) {
  const t = useT();
  const types = [
    ...new Set([...Object.keys(assetTypes), ...(form.values.type === '' ? [] : [form.values.type])]),
  ];
  return (
    <>
      <TextInput label={t({ fr: 'Nom', en: 'Name' })} required data-autofocus {...form.text('name')} />
      <div className="columns two">
        <Select
          label={t({ fr: 'Type', en: 'Type' })}
          data={types
            .map((type) => ({ value: type, label: t(assetTypeText(type)) }))
            .toSorted((a, b) => a.label.localeCompare(b.label))}
          value={form.values.type === '' ? null : form.values.type}
          onChange={(type) => form.set('type', type ?? '')}
          error={form.field('type').error}
          searchable
          required
        />
        <TextInput
          label={t({ fr: 'Code', en: 'Code' })}
          description={t({
            fr: 'Numéro d’inventaire ou code interne',
            en: 'Inventory number or internal code',
          })}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...form.text('code')}
        />
        <AssetPicker
          label={t({ fr: 'Organisation', en: 'Organisation' })}
          type="organisation"
          value={form.values.organisation}
          onChange={(organisation) => form.set('organisation', organisation)}
          error={form.field('organisation').error}
        />
        <AssetPicker
          label={t({ fr: 'Site', en: 'Site' })}
          type="site"
          value={form.values.site}
          onChange={(site) => form.set('site', site)}
          error={form.field('site').error}
        />
        <Select
          label={t({ fr: 'Criticité', en: 'Criticality' })}
          data={criticalityTexts.map((text, level) => ({
            value: String(level),
            label: `${level} · ${t(text)}`,
          }))}
          value={form.values.criticality === null ? null : String(form.values.criticality)}
          onChange={(level) => form.set('criticality', level === null ? null : Number(level))}
          placeholder={t({ fr: 'Non dite', en: 'Not told' })}
          clearable
          clearButtonProps={{ 'aria-label': t({ fr: 'Effacer', en: 'Clear' }) }}
        />
      </div>
    </>
  );
}
