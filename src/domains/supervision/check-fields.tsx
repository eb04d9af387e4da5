import { Checkbox, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Text } from '#engines/text.ts';
import { useT } from '#console/i18n.ts';
import type { CheckDraft } from './check-draft.ts';

export interface DraftProps {
  readonly draft: CheckDraft;
  readonly set: (change: Partial<CheckDraft>) => void;
  /** What to mend, by the path of the field in what is sent. */
  readonly errorOf: (path: string) => string | undefined;
}

type KeysOf<T> = { [K in keyof CheckDraft]: CheckDraft[K] extends T ? K : never }[keyof CheckDraft];
type TextKey = Exclude<KeysOf<string>, 'kind'>;
type NumberKey =
  | 'port'
  | 'degradedMs'
  | 'count'
  | 'degradedLossPercent'
  | 'maxRedirects'
  | 'noticeDays'
  | 'warningDays'
  | 'criticalDays'
  | 'resolverPort'
  | 'intervalSeconds'
  | 'timeoutMs'
  | 'retries';

interface FieldProps<K extends keyof CheckDraft> extends DraftProps {
  readonly name: K;
  /** The path of its error: `target.host`. */
  readonly path: string;
  readonly label: Text;
  readonly help?: Text;
  readonly placeholder?: string;
}

export function TextField({
  draft,
  set,
  errorOf,
  name,
  path,
  label,
  help,
  placeholder,
  lines = 1,
}: FieldProps<TextKey> & { readonly lines?: number }) {
  const t = useT();
  const shared = {
    label: t(label),
    description: help === undefined ? undefined : t(help),
    placeholder,
    value: draft[name],
    error: errorOf(path),
    autoComplete: 'off',
    spellCheck: false,
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
  };
  return lines > 1 ? <Textarea {...shared} rows={lines} className="whole" /> : <TextInput {...shared} />;
}

export function NumberField({
  draft,
  set,
  errorOf,
  name,
  path,
  label,
  help,
  placeholder,
  unit,
}: FieldProps<NumberKey> & { readonly unit?: string }) {
  const t = useT();
  return (
    <NumberInput
      label={t(label)}
      description={help === undefined ? undefined : t(help)}
      placeholder={placeholder}
      value={draft[name]}
      onChange={(value) => set({ [name]: value })}
      error={errorOf(path)}
      allowDecimal={false}
      allowNegative={false}
      hideControls
      {...(unit === undefined ? {} : { suffix: `\u00A0${unit}` })}
    />
  );
}

interface ChoiceProps<K extends keyof CheckDraft> extends Pick<DraftProps, 'draft' | 'set'> {
  readonly name: K;
  readonly label: Text;
  readonly choices: readonly (readonly [value: CheckDraft[K] & string, label: string])[];
}

export function ChoiceField<K extends keyof CheckDraft>({
  draft,
  set,
  name,
  label,
  choices,
}: ChoiceProps<K>) {
  const t = useT();
  return (
    <Select
      label={t(label)}
      data={choices.map(([value, text]) => ({ value, label: text }))}
      value={draft[name] as string}
      onChange={(value) => value !== null && set({ [name]: value })}
      allowDeselect={false}
    />
  );
}

interface CheckFieldProps extends Pick<DraftProps, 'draft' | 'set'> {
  readonly name: KeysOf<boolean>;
  readonly label: Text;
}

export function CheckField({ draft, set, name, label }: CheckFieldProps) {
  const t = useT();
  return (
    <Checkbox
      label={t(label)}
      checked={draft[name]}
      onChange={(event) => set({ [name]: event.currentTarget.checked })}
    />
  );
}

/** What most checks leave as it is; opened by itself when something in it must be mended. */
export function MoreFields({
  paths,
  errorOf,
  children,
}: {
  paths: readonly string[];
  errorOf: DraftProps['errorOf'];
  children: ReactNode;
}) {
  const t = useT();
  const wrong = paths.some((path) => errorOf(path) !== undefined);
  return (
    <details className="form-more" {...(wrong ? { open: true } : {})}>
      <summary>{t({ fr: 'Plus de réglages', en: 'More settings' })}</summary>
      <div className="form-grid">{children}</div>
    </details>
  );
}

export function FamilyField(props: DraftProps) {
  const t = useT();
  return (
    <ChoiceField
      {...props}
      name="family"
      label={{ fr: 'Protocole IP', en: 'IP protocol' }}
      choices={[
        ['any', t({ fr: 'IPv4 ou IPv6', en: 'IPv4 or IPv6' })],
        ['ipv4', 'IPv4'],
        ['ipv6', 'IPv6'],
      ]}
    />
  );
}

export function SlowField(props: DraftProps) {
  return (
    <NumberField
      {...props}
      name="degradedMs"
      path="target.degradedMs"
      label={{ fr: 'Lente au-delà de', en: 'Slow beyond' }}
      help={{ fr: 'La sonde est alors dégradée', en: 'The check is then degraded' }}
      unit="ms"
    />
  );
}

export function AuthorityField(props: DraftProps) {
  return (
    <TextField
      {...props}
      name="caPem"
      path="target.caPem"
      label={{ fr: 'Autorité interne (PEM)', en: 'Own authority (PEM)' }}
      help={{ fr: 'En plus des autorités publiques', en: 'Beside the public authorities' }}
      lines={3}
    />
  );
}

export function HostField(props: DraftProps) {
  return (
    <TextField
      {...props}
      name="host"
      path="target.host"
      label={{ fr: 'Machine', en: 'Host' }}
      placeholder="serveur.exemple.nc"
    />
  );
}
