import { Modal, Radio, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useReader } from '#console/clock.ts';
import { useT } from '#console/i18n.ts';
import { Form, fieldError } from '#console/kit/form.tsx';
import { Empty } from '#console/kit/empty.tsx';
import { toast } from '#console/kit/toast.tsx';
import { localOfInstant } from '#console/local-instant.ts';
import { useSession } from '#console/session.ts';
import { useContractMutation } from '#console/use-contract.ts';
import { rightTexts } from '#platform/rights.ts';
import { batchesOf } from './act-on-findings.tsx';
import { decideOnFindings, listFindings, readFinding } from './api-findings.ts';
import type { Finding } from './api-findings.ts';
import { DialogSubject } from './dialog-subject.tsx';
import { decisionKinds, decisionRules, decisionTexts } from './finding-words.tsx';
import type { DecisionKind } from './finding-words.tsx';
import { UntilField, atHour, useInstantOf } from './until-field.tsx';
import type { UntilPreset } from './until-field.tsx';

interface DecideDialogProps {
  readonly opened: boolean;
  readonly findings: readonly Finding[];
  readonly onClose: () => void;
}

const presets: readonly UntilPreset[] = [
  { label: { fr: '7 jours', en: '7 days' }, local: (now) => atHour(now, 7, '18:00') },
  { label: { fr: '30 jours', en: '30 days' }, local: (now) => atHour(now, 30, '18:00') },
  { label: { fr: '90 jours', en: '90 days' }, local: (now) => atHour(now, 90, '18:00') },
  { label: { fr: 'Un an', en: 'A year' }, local: (now) => atHour(now, 365, '18:00') },
];

/** A person's signed, expiring judgement on findings. */
export function DecideDialog({ opened, findings, onClose }: DecideDialogProps) {
  const t = useT();
  return (
    <Modal opened={opened} onClose={onClose} title={t({ fr: 'Décider', en: 'Decide' })} size={500}>
      <DecideForm findings={findings} onClose={onClose} />
    </Modal>
  );
}

function DecideForm({ findings, onClose }: Omit<DecideDialogProps, 'opened'>) {
  const t = useT();
  const me = useSession();
  const { timeZone } = useReader();
  const allowed = decisionKinds.filter((kind) => me?.rights.includes(decisionRules[kind].right) === true);
  const [kind, setKind] = useState<DecisionKind | undefined>(allowed[0]);
  const [reason, setReason] = useState('');
  const [local, setLocal] = useState(() => atHour(localOfInstant(Date.now(), timeZone), 30, '18:00'));
  const expiresAt = useInstantOf(local);
  const decide = useContractMutation(decideOnFindings, {
    refresh: [listFindings, readFinding],
  });
  const sign = async (): Promise<void> => {
    if (expiresAt === null || kind === undefined) return;
    try {
      for (const ids of batchesOf(findings)) {
        await decide.mutateAsync({ body: { ids, kind, reason, expiresAt } });
      }
      toast({ fr: 'Décision enregistrée.', en: 'Decision kept.' }, { state: 'ok' });
      onClose();
    } catch {
      // Shown in the form.
    }
  };
  const errorOf = (name: string): string | undefined => {
    const found = fieldError(decide.error, name);
    return found === undefined ? undefined : t(found.message);
  };
  if (kind === undefined) {
    return (
      <Empty title={t({ fr: 'Votre rôle ne permet aucune décision', en: 'Your role allows no decision' })}>
        {t({
          fr: 'Un exploitant annonce une maintenance, un analyste juge un faux positif, le RSSI accepte un risque.',
          en: 'An operator announces a maintenance, an analyst judges a false positive, the CISO accepts a risk.',
        })}
      </Empty>
    );
  }
  return (
    <Form
      onSubmit={() => void sign()}
      problem={decide.error}
      busy={decide.isPending}
      action={t({ fr: 'Signer la décision', en: 'Sign the decision' })}
      onCancel={onClose}
    >
      <DialogSubject findings={findings} />
      <Radio.Group
        label={t({ fr: 'Décision', en: 'Decision' })}
        value={kind}
        onChange={(value) => setKind(value as DecisionKind)}
      >
        <div className="stack" style={{ marginTop: 4 }}>
          {decisionKinds.map((one) => (
            <KindChoice key={one} kind={one} allowed={allowed.includes(one)} />
          ))}
        </div>
      </Radio.Group>
      <Textarea
        label={t({ fr: 'Motif', en: 'Reason' })}
        description={t({
          fr: 'Signé de votre nom, lu par qui reprendra ce constat',
          en: 'Signed with your name, read by whoever takes this finding up again',
        })}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={errorOf('reason')}
        maxLength={4000}
        required
      />
      <UntilField
        label={t({ fr: 'Valable jusqu’au', en: 'Valid until' })}
        presets={presets}
        value={local}
        onChange={setLocal}
        error={expiresAt === null ? t({ fr: 'Donnez une date.', en: 'Give a date.' }) : errorOf('expiresAt')}
      />
    </Form>
  );
}

function KindChoice({ kind, allowed }: { kind: DecisionKind; allowed: boolean }) {
  const t = useT();
  const { right, means } = decisionRules[kind];
  return (
    <Radio
      value={kind}
      disabled={!allowed}
      label={t(decisionTexts[kind])}
      description={
        allowed
          ? t(means)
          : t(
              { fr: 'Demande le droit « {right} ».', en: 'Asks for the right “{right}”.' },
              { right: t(rightTexts[right]) },
            )
      }
    />
  );
}
