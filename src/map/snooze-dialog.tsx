import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useReader } from '#console/clock.ts';
import { useT } from '#console/i18n.ts';
import { Form } from '#console/kit/form.tsx';
import { localOfInstant } from '#console/local-instant.ts';
import type { Finding } from './api-findings.ts';
import type { ActOnFindings } from './act-on-findings.tsx';
import { DialogSubject } from './dialog-subject.tsx';
import { UntilField, addHours, atHour, daysToMonday, useInstantOf } from './until-field.tsx';
import type { UntilPreset } from './until-field.tsx';

interface SnoozeDialogProps {
  readonly opened: boolean;
  readonly findings: readonly Finding[];
  readonly act: ActOnFindings;
  readonly onClose: () => void;
}

const presets: readonly UntilPreset[] = [
  { label: { fr: 'Dans 4 h', en: 'In 4 h' }, local: (now) => addHours(now, 4) },
  { label: { fr: 'Demain 8 h', en: 'Tomorrow 8:00' }, local: (now) => atHour(now, 1, '08:00') },
  { label: { fr: 'Lundi 8 h', en: 'Monday 8:00' }, local: (now) => atHour(now, daysToMonday(now), '08:00') },
  { label: { fr: 'Dans 30 jours', en: 'In 30 days' }, local: (now) => atHour(now, 30, '08:00') },
];

/** Puts findings aside until a date; they come back by themselves. */
export function SnoozeDialog({ opened, findings, act, onClose }: SnoozeDialogProps) {
  const t = useT();
  return (
    <Modal opened={opened} onClose={onClose} title={t({ fr: 'Reporter', en: 'Snooze' })} size={440}>
      <SnoozeForm findings={findings} act={act} onClose={onClose} />
    </Modal>
  );
}

function SnoozeForm({ findings, act, onClose }: Omit<SnoozeDialogProps, 'opened'>) {
  const t = useT();
  const { timeZone } = useReader();
  const [local, setLocal] = useState(() => atHour(localOfInstant(Date.now(), timeZone), 1, '08:00'));
  const [busy, setBusy] = useState(false);
  const until = useInstantOf(local);
  const wake = (): Promise<boolean> =>
    act(
      findings,
      { kind: 'snooze', until: null },
      {
        fr: '{count} constat remis à traiter.|{count} constats remis à traiter.',
        en: '{count} finding back on the list.|{count} findings back on the list.',
      },
    );
  const snooze = async (): Promise<void> => {
    if (until === null) return;
    setBusy(true);
    const done = {
      fr: '{count} constat reporté.|{count} constats reportés.',
      en: '{count} finding snoozed.|{count} findings snoozed.',
    };
    if (await act(findings, { kind: 'snooze', until }, done, () => void wake())) onClose();
    setBusy(false);
  };
  const asleep = findings.some((finding) => finding.snoozedUntil !== null);
  return (
    <Form
      onSubmit={() => void snooze()}
      busy={busy}
      action={t({ fr: 'Reporter', en: 'Snooze' })}
      onCancel={onClose}
    >
      <DialogSubject findings={findings} />
      <UntilField
        label={t({ fr: 'Jusqu’au', en: 'Until' })}
        presets={presets}
        value={local}
        onChange={setLocal}
        error={until === null ? t({ fr: 'Donnez une date.', en: 'Give a date.' }) : undefined}
      />
      {asleep && (
        <div>
          <Button variant="subtle" onClick={() => void wake().then((done) => (done ? onClose() : undefined))}>
            {t({ fr: 'Lever le report maintenant', en: 'End the snooze now' })}
          </Button>
        </div>
      )}
    </Form>
  );
}
