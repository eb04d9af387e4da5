import { Modal, Radio, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useReader } from '#console/clock.ts';
import type { CallInput } from '#console/client.ts';
import { useT } from '#console/i18n.ts';
import { Form, fieldError } from '#console/kit/form.tsx';
import { toast } from '#console/kit/toast.tsx';
import { localOfInstant } from '#console/local-instant.ts';
import { useSession } from '#console/session.ts';
import { useContractMutation } from '#console/use-contract.ts';
import { vexJustifications } from '#engines/vex/vex-statement.ts';
import type { VexJustification } from '#engines/vex/vex-statement.ts';
import { UntilField, atHour, useInstantOf } from '#map/until-field.tsx';
import type { UntilPreset } from '#map/until-field.tsx';
import { rightTexts } from '#platform/rights.ts';
import type { CveDetail } from './api-cve.ts';
import { decideOnVulnerability, decisionStatuses } from './api-decisions.ts';
import type { DecisionStatus } from './api-decisions.ts';
import { ScopeField } from './scope-field.tsx';
import type { ChosenScope } from './scope-field.tsx';
import { decidedAnswers } from './use-revoke-decision.tsx';
import { decisionRules, decisionTexts, justificationTexts } from './vulnerability-words.ts';

interface DecisionDialogProps {
  readonly opened: boolean;
  readonly cve: CveDetail;
  readonly onClose: () => void;
}

const presets: readonly UntilPreset[] = [
  { label: { fr: '30 jours', en: '30 days' }, local: (now) => atHour(now, 30, '18:00') },
  { label: { fr: '90 jours', en: '90 days' }, local: (now) => atHour(now, 90, '18:00') },
  { label: { fr: '6 mois', en: '6 months' }, local: (now) => atHour(now, 182, '18:00') },
  { label: { fr: 'Un an', en: 'A year' }, local: (now) => atHour(now, 365, '18:00') },
];

/** A person's signed judgement on a vulnerability: what, on which part of the estate, why, until when. */
export function DecisionDialog({ opened, cve, onClose }: DecisionDialogProps) {
  const t = useT();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t({ fr: 'Décider sur {name}', en: 'Decide on {name}' }, { name: cve.head.name })}
      size={560}
    >
      <DecisionForm cve={cve} onClose={onClose} />
    </Modal>
  );
}

function DecisionForm({ cve, onClose }: Omit<DecisionDialogProps, 'opened'>) {
  const t = useT();
  const { timeZone } = useReader();
  const rights = useSession()?.rights ?? [];
  const allowed = decisionStatuses.filter((one) => rights.includes(decisionRules[one].right));
  const [status, setStatus] = useState<DecisionStatus>(allowed[0] ?? 'under_investigation');
  const [justification, setJustification] = useState<VexJustification | null>(null);
  const [statement, setStatement] = useState('');
  const [tried, setTried] = useState(false);
  const [scope, setScope] = useState<ChosenScope>({ kind: 'estate' });
  const [local, setLocal] = useState(() => atHour(localOfInstant(Date.now(), timeZone), 90, '18:00'));
  const until = useInstantOf(local);
  const ends = status === 'accepted';
  const decide = useDecide(onClose);
  const sign = (): void => {
    setTried(true);
    if (scope.kind === 'unchosen') return;
    decide.sign({
      vulnerability: cve.head.name,
      status,
      statement,
      scope,
      ...(status === 'not_affected' ? { justification } : {}),
      ...(ends ? { expiresAt: until } : {}),
    });
  };
  const errorOf = (name: string): string | undefined => {
    const found = fieldError(decide.problem, name);
    return found === undefined ? undefined : t(found.message);
  };
  return (
    <Form
      onSubmit={sign}
      problem={decide.problem}
      busy={decide.busy}
      action={t({ fr: 'Signer la décision', en: 'Sign the decision' })}
      onCancel={onClose}
    >
      <StatusChoice value={status} allowed={allowed} onChange={setStatus} />
      {status === 'not_affected' && (
        <Select
          label={t({ fr: 'Pourquoi', en: 'Why' })}
          data={vexJustifications.map((value) => ({ value, label: t(justificationTexts[value]) }))}
          value={justification}
          onChange={(value) => setJustification(value as VexJustification | null)}
          error={errorOf('justification')}
          required
        />
      )}
      <ScopeField
        cve={cve}
        value={scope}
        onChange={setScope}
        error={errorOf('scope.assetId')}
        tried={tried}
      />
      <Textarea
        label={t({ fr: 'Motif', en: 'Reason' })}
        description={t({
          fr: 'Signé de votre nom, et écrit tel quel dans les documents VEX exportés',
          en: 'Signed with your name, and written as it is in the VEX documents exported',
        })}
        value={statement}
        onChange={(event) => setStatement(event.currentTarget.value)}
        error={errorOf('statement')}
        maxLength={4000}
        required
      />
      {ends && (
        <UntilField
          label={t({ fr: 'Accepté jusqu’au', en: 'Accepted until' })}
          presets={presets}
          value={local}
          onChange={setLocal}
          error={until === null ? t({ fr: 'Donnez une date.', en: 'Give a date.' }) : errorOf('expiresAt')}
        />
      )}
    </Form>
  );
}

type DecisionBody = NonNullable<CallInput<typeof decideOnVulnerability>['body']>;

/** Signs, and tells what came of it. */
function useDecide(onDone: () => void) {
  const decide = useContractMutation(decideOnVulnerability, {
    refresh: decidedAnswers,
    onDone: ({ contradictedBy }) => {
      if (contradictedBy > 0) toast(contradiction, { state: 'degraded' });
      else toast({ fr: 'Décision enregistrée.', en: 'Decision kept.' }, { state: 'ok' });
      onDone();
    },
  });
  return {
    sign: (body: DecisionBody) => decide.mutate({ body }),
    problem: decide.error,
    busy: decide.isPending,
  };
}

const contradiction = {
  fr: 'Décision enregistrée, mais la version installée répond encore à un avis : la contradiction est affichée.',
  en: 'Decision kept, but the installed version still answers to an advisory: the contradiction is shown.',
};

interface StatusChoiceProps {
  readonly value: DecisionStatus;
  readonly allowed: readonly DecisionStatus[];
  readonly onChange: (status: DecisionStatus) => void;
}

function StatusChoice({ value, allowed, onChange }: StatusChoiceProps) {
  const t = useT();
  return (
    <Radio.Group
      label={t({ fr: 'Décision', en: 'Decision' })}
      value={value}
      onChange={(status) => onChange(status as DecisionStatus)}
    >
      <div className="stack" style={{ marginTop: 4 }}>
        {decisionStatuses.map((status) => {
          const { right, means } = decisionRules[status];
          const may = allowed.includes(status);
          return (
            <Radio
              key={status}
              value={status}
              disabled={!may}
              label={t(decisionTexts[status])}
              description={
                may
                  ? t(means)
                  : t(
                      { fr: 'Demande le droit « {right} ».', en: 'Asks for the right “{right}”.' },
                      { right: t(rightTexts[right]) },
                    )
              }
            />
          );
        })}
      </div>
    </Radio.Group>
  );
}
