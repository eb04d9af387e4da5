import './form.css';
import { Button } from '@mantine/core';
import type { SyntheticEvent, ReactNode } from 'react';
import { useState } from 'react';
import { ProblemError } from '#console/client.ts';
import type { FieldError } from '#console/client.ts';
import { useT } from '#console/i18n.ts';
import { Band } from './error.tsx';

/** The message of a 400 for one field of the body: `fieldError(problem, 'name')`; lists as `grants.0.role`. */
export function fieldError(error: unknown, name: string): FieldError | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  return error.fields.find((field) => field.field.replace(/^(body|query|params)\./, '') === name);
}

export interface Field<V> {
  readonly value: V;
  readonly set: (value: V) => void;
  /** Spread on a text input: `<TextInput {...form.text('name')} />`. */
  readonly error: string | undefined;
}

export interface FormState<T extends object> {
  readonly values: T;
  readonly set: <K extends keyof T & string>(name: K, value: T[K]) => void;
  readonly field: <K extends keyof T & string>(name: K) => Field<T[K]>;
  /** Value, handler and error of a text field. */
  readonly text: (name: keyof T & string) => {
    value: string;
    onChange: (event: { currentTarget: { value: string } }) => void;
    error: string | undefined;
    name: string;
  };
  readonly changed: boolean;
  readonly reset: (values?: T) => void;
}

/** Values of a form; errors come from the server's problem, field by field, and leave when the field is mended. */
export function useForm<T extends object>(initial: T, problem?: unknown): FormState<T> {
  const t = useT();
  const [start, setStart] = useState(initial);
  const [values, setValues] = useState(initial);
  const [mended, setMended] = useState<{ problem: unknown; names: ReadonlySet<string> }>({
    problem,
    names: new Set(),
  });
  const names = mended.problem === problem ? mended.names : new Set<string>();
  const set = <K extends keyof T & string>(name: K, value: T[K]): void => {
    setValues((before) => ({ ...before, [name]: value }));
    setMended({ problem, names: new Set([...names, name]) });
  };
  const errorOf = (name: string): string | undefined => {
    const found = names.has(name) ? undefined : fieldError(problem, name);
    return found === undefined ? undefined : t(found.message);
  };
  return {
    values,
    set,
    field: (name) => ({ value: values[name], set: (value) => set(name, value), error: errorOf(name) }),
    text: (name) => ({
      name,
      value: String(values[name] ?? ''),
      onChange: (event) => set(name, event.currentTarget.value as T[typeof name]),
      error: errorOf(name),
    }),
    changed: values !== start,
    reset: (next) => {
      setStart(next ?? start);
      setValues(next ?? start);
    },
  };
}

export interface FormProps {
  readonly onSubmit: () => void;
  /** Of the mutation: shown whole when it names no field. */
  readonly problem?: unknown;
  readonly busy?: boolean;
  /** The verb: « Enregistrer ». */
  readonly action: string;
  /** What it does cannot be taken back. */
  readonly destructive?: boolean;
  readonly onCancel?: () => void;
  readonly children: ReactNode;
}

/** A form with its one primary action and its error. */
export function Form({
  onSubmit,
  problem,
  busy = false,
  action,
  destructive = false,
  onCancel,
  children,
}: FormProps) {
  const t = useT();
  const whole = problem instanceof ProblemError && problem.fields.length === 0 ? problem : null;
  return (
    <form
      className="stack"
      style={{ gap: 12 }}
      noValidate
      onSubmit={(event: SyntheticEvent) => {
        event.preventDefault();
        if (!busy) onSubmit();
      }}
    >
      {whole !== null && (
        <div role="alert">
          <Band state="down">{t(whole.text)}</Band>
        </div>
      )}
      {children}
      <div className="row" style={{ marginTop: 4 }}>
        <Button type="submit" variant="filled" loading={busy} {...(destructive ? { color: 'red' } : {})}>
          {action}
        </Button>
        {onCancel !== undefined && <Button onClick={onCancel}>{t({ fr: 'Annuler', en: 'Cancel' })}</Button>}
      </div>
    </form>
  );
}
