import './check.css';
import { Checkbox, Modal, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useT } from '#console/i18n.ts';
import { Form, fieldError } from '#console/kit/form.tsx';
import { toast } from '#console/kit/toast.tsx';
import { useContractMutation } from '#console/use-contract.ts';
import type { AssetRef } from '#map/api-shared.ts';
import { AssetPicker } from '#map/asset-picker.tsx';
import { createCheck, listChecks, readCheck, tryTarget, updateCheck } from './api.ts';
import type { Check } from './api.ts';
import { bodyOf, draftOf, hasHiddenHeader, newDraft, problemsOf, targetOf } from './check-draft.ts';
import type { CheckDraft } from './check-draft.ts';
import { NumberField } from './check-fields.tsx';
import type { DraftProps } from './check-fields.tsx';
import { TargetFields } from './check-target-fields.tsx';
import { CheckTry } from './check-try.tsx';
import { kindTexts } from './check-words.tsx';
import { targetKinds } from './targets.ts';

interface CheckDialogProps {
  readonly opened: boolean;
  /** The check to change; a new one without. */
  readonly check?: Check | undefined;
  /** The asset of a new check, when the way here named one. */
  readonly asset?: AssetRef | undefined;
  readonly onClose: () => void;
}

/** Adds a check or changes one; « Essayer » shows what it would see before it is saved. */
export function CheckDialog({ opened, check, asset, onClose }: CheckDialogProps) {
  const t = useT();
  const title =
    check === undefined
      ? t({ fr: 'Ajouter une sonde', en: 'Add a check' })
      : t({ fr: 'Modifier « {name} »', en: 'Change “{name}”' }, { name: check.name });
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={620}>
      <CheckForm check={check} asset={asset} onClose={onClose} />
    </Modal>
  );
}

function CheckForm({ check, asset, onClose }: Omit<CheckDialogProps, 'opened'>) {
  const t = useT();
  const [draft, setDraft] = useState(() => (check === undefined ? newDraft(asset ?? null) : draftOf(check)));
  const [asked, setAsked] = useState<'no' | 'try' | 'save'>('no');
  const save = useSave(check, onClose);
  const attempt = useContractMutation(tryTarget);
  const problems = asked === 'no' ? {} : problemsOf(draft);
  const errorOf = (path: string): string | undefined => {
    const found = problems[path] ?? fieldError(save.error, path)?.message;
    // A try asks for the target only.
    return found === undefined || (asked === 'try' && !path.startsWith('target.')) ? undefined : t(found);
  };
  const set = (change: Partial<CheckDraft>): void => {
    setDraft((before) => ({ ...before, ...change }));
    if (save.isError) save.reset();
  };
  const props: DraftProps = { draft, set, errorOf };
  const onTry = (): void => {
    setAsked(asked === 'save' ? 'save' : 'try');
    if (Object.keys(problemsOf(draft)).some((path) => path.startsWith('target.'))) return;
    attempt.mutate({ body: { target: targetOf(draft), timeoutMs: timeoutOf(draft) } });
  };
  const onSave = (): void => {
    setAsked('save');
    if (Object.keys(problemsOf(draft)).length === 0) save.send(bodyOf(draft, t(kindTexts[draft.kind])));
  };
  return (
    <Form
      onSubmit={onSave}
      problem={save.error}
      busy={save.busy}
      action={check === undefined ? t({ fr: 'Ajouter', en: 'Add' }) : t({ fr: 'Enregistrer', en: 'Save' })}
      onCancel={onClose}
    >
      <WhatFields {...props} />
      <TargetFields {...props} />
      <PaceFields {...props} />
      <CheckTry
        seen={attempt.data}
        error={attempt.isError ? t(attempt.error.text) : undefined}
        busy={attempt.isPending}
        hidden={hasHiddenHeader(draft)}
        onTry={onTry}
      />
    </Form>
  );
}

function useSave(check: Check | undefined, onClose: () => void) {
  const refresh = [listChecks, readCheck];
  const create = useContractMutation(createCheck, { refresh });
  const update = useContractMutation(updateCheck, { refresh });
  const done = (): void => {
    toast(
      check === undefined
        ? {
            fr: 'Sonde ajoutée : premier relevé dans un instant.',
            en: 'Check added: first result in a moment.',
          }
        : { fr: 'Sonde enregistrée.', en: 'Check saved.' },
      { state: 'ok' },
    );
    onClose();
  };
  const current = check === undefined ? create : update;
  return {
    error: current.error,
    isError: current.isError,
    busy: current.isPending,
    reset: () => current.reset(),
    send: (body: ReturnType<typeof bodyOf>) => {
      if (check === undefined) create.mutate({ body }, { onSuccess: done });
      else update.mutate({ params: { id: check.id }, body }, { onSuccess: done });
    },
  };
}

function timeoutOf(draft: CheckDraft): number {
  const asked = Number(draft.timeoutMs);
  return asked >= 100 && asked <= 60_000 ? asked : 5000;
}

function WhatFields({ draft, set, errorOf }: DraftProps) {
  const t = useT();
  return (
    <>
      <AssetPicker
        label={t({ fr: 'Actif surveillé', en: 'Asset watched' })}
        value={draft.asset}
        onChange={(asset) => set({ asset })}
        error={errorOf('assetId')}
      />
      <div>
        <div className="field-label" id="check-kind">
          {t({ fr: 'Ce que la sonde essaie', en: 'What the check tries' })}
        </div>
        <SegmentedControl
          aria-labelledby="check-kind"
          fullWidth
          value={draft.kind}
          onChange={(kind) => set({ kind })}
          data={targetKinds.map((kind) => ({ value: kind, label: t(kindTexts[kind]) }))}
        />
      </div>
    </>
  );
}

function PaceFields(props: DraftProps) {
  const t = useT();
  const { draft, set, errorOf } = props;
  return (
    <>
      <div className="form-grid">
        <TextInput
          label={t({ fr: 'Nom', en: 'Name' })}
          placeholder={t(kindTexts[draft.kind])}
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          error={errorOf('name')}
        />
        <NumberField
          {...props}
          name="intervalSeconds"
          path="intervalSeconds"
          label={{ fr: 'Toutes les', en: 'Every' }}
          unit="s"
        />
        <NumberField
          {...props}
          name="timeoutMs"
          path="timeoutMs"
          label={{ fr: 'Attendre au plus', en: 'Wait at most' }}
          unit="ms"
        />
        <NumberField
          {...props}
          name="retries"
          path="retries"
          label={{ fr: 'Essais avant de conclure', en: 'Retries before concluding' }}
        />
      </div>
      <Checkbox
        label={t({ fr: 'Sonder dès l’enregistrement', en: 'Check as soon as it is saved' })}
        checked={draft.enabled}
        onChange={(event) => set({ enabled: event.currentTarget.checked })}
      />
    </>
  );
}
