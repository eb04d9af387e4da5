import { useState } from 'react';
import { useT } from '#console/i18n.ts';
import { call } from '#console/client.ts';
import { toastProblem } from '#console/kit/toast.tsx';
import { getSession } from './api.ts';
import type { Me } from './api.ts';
import { BareLayout, Steps } from './bare-layout.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { SecondFactorCode } from './second-factor-code.tsx';
import { EnrolAuthenticator } from './second-factor-enrol.tsx';

interface SecondFactorStepsProps {
  readonly me: Me;
  /** Steps already done, when this ends a longer task. */
  readonly before?: readonly string[];
  readonly onDone: (me: Me) => void;
}

/** What is left between the password and Vigie: a code, or setting up an authenticator first. */
export function SecondFactorSteps({ me, before = [], onDone }: SecondFactorStepsProps) {
  const t = useT();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (me.secondFactor === 'needed') {
    return (
      <BareLayout title={t({ fr: 'Second facteur', en: 'Second factor' })}>
        <SecondFactorCode onDone={onDone} />
      </BareLayout>
    );
  }
  if (codes !== null) {
    return (
      <BareLayout
        wide
        steps={<EnrolSteps before={before} current={before.length + 1} />}
        title={t({ fr: 'Gardez vos codes de secours', en: 'Keep your recovery codes' })}
        lead={t({
          fr: 'Chacun remplace une fois votre téléphone. Vigie ne les montrera plus.',
          en: 'Each replaces your phone once. Vigie will not show them again.',
        })}
      >
        <RecoveryCodes codes={codes} onKept={() => void call(getSession, {}).then(onDone, toastProblem)} />
      </BareLayout>
    );
  }
  return (
    <BareLayout
      wide
      steps={<EnrolSteps before={before} current={before.length} />}
      title={t({ fr: 'Configurez votre second facteur', en: 'Set up your second factor' })}
      lead={t({
        fr: 'Un mot de passe volé ne doit pas suffire pour entrer ici : Vigie demandera aussi un code de votre téléphone.',
        en: 'A stolen password must not be enough to enter here: Vigie will also ask for a code from your phone.',
      })}
    >
      <EnrolAuthenticator onCodes={setCodes} />
    </BareLayout>
  );
}

/** The steps before, then the two of an authenticator. */
export function EnrolSteps({ before, current }: { before: readonly string[]; current: number }) {
  const t = useT();
  return (
    <Steps
      labels={[
        ...before,
        t({ fr: 'Application', en: 'Authenticator' }),
        t({ fr: 'Codes de secours', en: 'Recovery codes' }),
      ]}
      current={current}
    />
  );
}
