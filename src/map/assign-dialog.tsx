import { Modal, Select } from '@mantine/core';
import { useState } from 'react';
import { useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { Form } from '#console/kit/form.tsx';
import { useSession } from '#console/session.ts';
import { useContract } from '#console/use-contract.ts';
import { listPeople } from './api-findings.ts';
import type { Finding } from './api-findings.ts';
import type { ActOnFindings } from './act-on-findings.tsx';
import { DialogSubject } from './dialog-subject.tsx';

interface AssignDialogProps {
  readonly opened: boolean;
  readonly findings: readonly Finding[];
  readonly act: ActOnFindings;
  readonly onClose: () => void;
}

/** Gives findings to a person, or takes them back from whoever has them. */
export function AssignDialog({ opened, findings, act, onClose }: AssignDialogProps) {
  const t = useT();
  return (
    <Modal opened={opened} onClose={onClose} title={t({ fr: 'Affecter', en: 'Assign' })} size={440}>
      <AssignForm findings={findings} act={act} onClose={onClose} />
    </Modal>
  );
}

const nobody = 'nobody';

function AssignForm({ findings, act, onClose }: Omit<AssignDialogProps, 'opened'>) {
  const t = useT();
  const me = useSession();
  const people = useContract(listPeople, {});
  const [chosen, setChosen] = useState<string | null>(me?.id ?? null);
  const [busy, setBusy] = useState(false);
  if (people.isError) return <ErrorState error={people.error} onRetry={() => void people.refetch()} />;
  const items = people.data?.items ?? [];
  const others = items.filter((person) => person.id !== me?.id);
  const mine = items.filter((person) => person.id === me?.id);
  const options = [
    ...mine.map((person) => ({
      value: person.id,
      label: t({ fr: '{name} (vous)', en: '{name} (you)' }, { name: person.displayName }),
    })),
    ...others.map((person) => ({ value: person.id, label: person.displayName })),
    { value: nobody, label: t({ fr: 'Personne', en: 'Nobody' }) },
  ];
  const assign = async (): Promise<void> => {
    const accountId = chosen === nobody ? null : chosen;
    const name = items.find((person) => person.id === accountId)?.displayName;
    const done =
      name === undefined
        ? {
            fr: '{count} constat rendu, plus personne ne l’a.|{count} constats rendus, plus personne ne les a.',
            en: '{count} finding given back.|{count} findings given back.',
          }
        : {
            fr: `{count} constat affecté à ${name}.|{count} constats affectés à ${name}.`,
            en: `{count} finding assigned to ${name}.|{count} findings assigned to ${name}.`,
          };
    setBusy(true);
    if (await act(findings, { kind: 'assign', accountId }, done)) onClose();
    setBusy(false);
  };
  return (
    <Form
      onSubmit={() => void assign()}
      busy={busy}
      action={t({ fr: 'Affecter', en: 'Assign' })}
      onCancel={onClose}
    >
      <DialogSubject findings={findings} />
      <Select
        label={t({ fr: 'À qui', en: 'To whom' })}
        data={options}
        value={options.some((option) => option.value === chosen) ? chosen : null}
        onChange={setChosen}
        placeholder={t({ fr: 'Choisir une personne', en: 'Choose a person' })}
        searchable
        data-autofocus
        comboboxProps={{ withinPortal: true }}
      />
    </Form>
  );
}
