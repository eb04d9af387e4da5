import { CloseButton, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useT } from '#console/i18n.ts';
import { useContract } from '#console/use-contract.ts';
import { listAssets } from './api-assets.ts';
import type { AssetRef } from './api-shared.ts';
import { assetTypeText } from './asset-types.ts';

export interface AssetPickerProps {
  readonly label: string;
  /** The label is for a screen reader only: the place says what is asked. */
  readonly bare?: boolean;
  readonly description?: string;
  readonly placeholder?: string;
  readonly value: AssetRef | null;
  readonly onChange: (asset: AssetRef | null) => void;
  /** Only assets of this type. */
  readonly type?: string;
  /** Identifiers not worth offering. */
  readonly without?: readonly string[];
  readonly error?: string | undefined;
  readonly required?: boolean;
  readonly width?: number | string;
}

const shown = 20;
const pauseMillis = 200;

/** One asset of the map, found by part of its name. */
export function AssetPicker(props: AssetPickerProps) {
  const t = useT();
  const { value, type, without = [] } = props;
  const [typed, setTyped] = useState('');
  const [opened, setOpened] = useState(false);
  const [words] = useDebouncedValue(typed, pauseMillis);
  // Once chosen, the field holds the name itself, which is no search.
  const q = words === value?.name ? '' : words.trim();
  const found = useContract(
    listAssets,
    { query: { q, limit: shown, ...(type === undefined ? {} : { type }) } },
    { enabled: opened },
  );
  // Until the answer to what is typed has come, the former one is narrowed here: enter must not take another asset.
  const settled = words === typed && !found.isPlaceholderData;
  const items: readonly AssetRef[] = (found.data?.items ?? []).filter(
    (item) => !without.includes(item.id) && (settled || typed === value?.name || matches(item, typed)),
  );
  const refs = value === null || items.some((item) => item.id === value.id) ? items : [value, ...items];
  return (
    <Select
      {...(props.bare === true ? { 'aria-label': props.label } : { label: props.label })}
      description={props.description}
      placeholder={props.placeholder ?? t({ fr: 'Chercher par nom ou code', en: 'Search by name or code' })}
      data={refs.map((ref) => ({ value: ref.id, label: ref.name }))}
      value={value?.id ?? null}
      onChange={(id) => props.onChange(refs.find((ref) => ref.id === id) ?? null)}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      onDropdownOpen={() => setOpened(true)}
      clearable={props.required !== true}
      required={props.required ?? false}
      error={props.error}
      nothingFoundMessage={
        found.isPending || !settled
          ? t({ fr: 'Recherche…', en: 'Searching…' })
          : t({ fr: 'Aucun actif de ce nom', en: 'No asset of that name' })
      }
      renderOption={({ option }) => <PickerOption asset={refs.find((ref) => ref.id === option.value)} />}
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      clearButtonProps={{ 'aria-label': t({ fr: 'Effacer', en: 'Clear' }) }}
      {...(props.width === undefined ? {} : { w: props.width, style: { flex: 'none' } })}
    />
  );
}

function matches({ name, code }: AssetRef, typed: string): boolean {
  return fold(`${name} ${code ?? ''}`).includes(fold(typed.trim()));
}

function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

function PickerOption({ asset }: { asset: AssetRef | undefined }) {
  const t = useT();
  if (asset === undefined) return null;
  return (
    <span className="picker-option">
      <span>{asset.name}</span>
      <span className="muted">
        {t(assetTypeText(asset.type))}
        {asset.code === null ? '' : ` · ${asset.code}`}
      </span>
    </span>
  );
}

export interface AssetsPickerProps {
  readonly label: string;
  readonly description?: string;
  readonly values: readonly AssetRef[];
  readonly onChange: (assets: readonly AssetRef[]) => void;
  readonly error?: string | undefined;
}

/** Several assets: a search that adds, and a list that takes away. */
export function AssetsPicker({ label, description, values, onChange, error }: AssetsPickerProps) {
  return (
    <div className="stack" style={{ gap: 6 }}>
      <AssetPicker
        // A new field after each choice: the former search is done.
        key={values.length}
        label={label}
        {...(description === undefined ? {} : { description })}
        value={null}
        onChange={(asset) => asset !== null && onChange([...values, asset])}
        without={values.map((one) => one.id)}
        error={error}
      />
      <PickedAssets
        assets={values}
        onRemove={(id) => onChange(values.filter((one) => one.id !== id))}
        label={label}
      />
    </div>
  );
}

interface PickedAssetsProps {
  readonly assets: readonly AssetRef[];
  readonly onRemove: (id: string) => void;
  readonly label: string;
}

export function PickedAssets({ assets, onRemove, label }: PickedAssetsProps) {
  const t = useT();
  if (assets.length === 0) return null;
  return (
    <ul className="picked" aria-label={label}>
      {assets.map((asset) => (
        <li key={asset.id}>
          <span className="clip">{asset.name}</span>
          <span className="muted clip">{t(assetTypeText(asset.type))}</span>
          <CloseButton
            size="sm"
            aria-label={t({ fr: 'Retirer {name}', en: 'Remove {name}' }, { name: asset.name })}
            onClick={() => onRemove(asset.id)}
          />
        </li>
      ))}
    </ul>
  );
}
