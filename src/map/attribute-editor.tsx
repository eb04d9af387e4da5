import { ActionIcon, Button, TextInput } from '@mantine/core';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs';
import { useT } from '#console/i18n.ts';
import { fieldError } from '#console/kit/form.tsx';
import type { AssetDetail } from './api-assets.ts';

type Scalar = string | number | boolean;

export interface EditedAttribute {
  readonly name: string;
  readonly text: string;
  /** As it came: kept as it is, with its kind, while its text does not change. */
  readonly value?: Scalar;
}

/** Attributes that a person can type; lists and objects stay with their source. */
export function editableAttributes(asset: AssetDetail): EditedAttribute[] {
  return asset.attributes.flatMap(({ name, value }) =>
    isScalar(value) && name !== 'criticality' ? [{ name, text: String(value), value }] : [],
  );
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** What the server is told: a number stays a number when it still reads as one. */
export function sentAttributes(attributes: readonly EditedAttribute[]): Record<string, Scalar> {
  const sent: Record<string, Scalar> = {};
  for (const { name, text, value } of attributes) {
    if (name.trim() !== '' && text.trim() !== '') sent[name.trim()] = valueOf(text.trim(), value);
  }
  return sent;
}

function valueOf(text: string, before: Scalar | undefined): Scalar {
  if (before !== undefined && String(before) === text) return before;
  if (typeof before === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  const number = Number(text);
  const plain = /^-?\d+(\.\d+)?$/.test(text) && String(number) === text;
  return (before === undefined || typeof before === 'number') && plain ? number : text;
}

interface AttributeEditorProps {
  readonly values: readonly EditedAttribute[];
  readonly onChange: (values: readonly EditedAttribute[]) => void;
  readonly problem: unknown;
}

/** Name and value, line by line. */
export function AttributeEditor({ values, onChange, problem }: AttributeEditorProps) {
  const t = useT();
  const nameLabel = t({ fr: 'Nom de l’attribut', en: 'Name of the attribute' });
  const valueLabel = t({ fr: 'Valeur', en: 'Value' });
  const set = (index: number, change: Partial<EditedAttribute>): void =>
    onChange(values.map((one, place) => (place === index ? { ...one, ...change } : one)));
  const errorOf = (name: string): string | undefined => {
    const found = fieldError(problem, `attributes.${name}`);
    return found === undefined ? undefined : t(found.message);
  };
  return (
    <fieldset className="attribute-editor">
      <legend>{t({ fr: 'Attributs', en: 'Attributes' })}</legend>
      {values.map((one, index) => (
        <div key={index} className="attribute-line">
          <TextInput
            aria-label={nameLabel}
            placeholder={nameLabel}
            value={one.name}
            maxLength={200}
            onChange={(event) => set(index, { name: event.currentTarget.value })}
          />
          <TextInput
            aria-label={`${valueLabel} · ${one.name}`}
            placeholder={valueLabel}
            value={one.text}
            maxLength={4000}
            error={errorOf(one.name)}
            onChange={(event) => set(index, { text: event.currentTarget.value })}
          />
          <ActionIcon
            aria-label={t({ fr: 'Retirer {name}', en: 'Remove {name}' }, { name: one.name })}
            onClick={() => onChange(values.filter((_, place) => place !== index))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...values, { name: '', text: '' }])}
        >
          {t({ fr: 'Ajouter un attribut', en: 'Add an attribute' })}
        </Button>
      </div>
    </fieldset>
  );
}
