import './settings.css';
import { Button, Switch, TextInput } from '@mantine/core';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { useT } from '#console/i18n.ts';
import { confirm } from '#console/kit/confirm.tsx';
import { ErrorState } from '#console/kit/error.tsx';
import { fieldError, useForm } from '#console/kit/form.tsx';
import { Link } from '#console/kit/link.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { Page, Section } from '#console/kit/page.tsx';
import { Time } from '#console/kit/time.tsx';
import { toast, toastProblem } from '#console/kit/toast.tsx';
import { useRight } from '#console/session.ts';
import { useContract, useContractMutation } from '#console/use-contract.ts';
import type { ReplyOf } from '#platform/contract.ts';
import { getSettings, settings, updateSettings } from './api.ts';
import type { SettingKey } from './api.ts';

type SettingsReply = ReplyOf<typeof getSettings>;

/** `/settings`: what administrators may set while Vigie runs, and who last did. */
export default function SettingsPage() {
  const t = useT();
  const mayAudit = useRight('audit');
  const { data, error, refetch } = useContract(getSettings, {}, { live: ['account'] });
  return (
    <Page title={t({ fr: 'Réglages', en: 'Settings' })}>
      <div className="settings">
        <Section title={t({ fr: 'Cette installation', en: 'This installation' })}>
          <div className="card">
            {data === undefined ? (
              error === null ? (
                <Loading rows={3} />
              ) : (
                <ErrorState error={error} onRetry={() => void refetch()} />
              )
            ) : (
              <>
                <NameSetting key={data.values.instanceName} reply={data} />
                <SecondFactorSetting reply={data} />
              </>
            )}
          </div>
        </Section>
        <Section title={t({ fr: 'Ailleurs', en: 'Elsewhere' })}>
          <div className="card">
            <Elsewhere href="/api/docs" name={t({ fr: 'Référence de l’API', en: 'API reference' })} outside>
              {t({
                fr: 'Chaque opération, ses droits et ses formats. Un programme s’en sert avec un jeton.',
                en: 'Each operation, its rights and its formats. A program uses it with a token.',
              })}
            </Elsewhere>
            {mayAudit && (
              <Elsewhere
                href="/audit?subjectKind=settings"
                name={t({ fr: 'Historique des réglages', en: 'History of the settings' })}
              >
                {t({
                  fr: 'Chaque changement, par qui, avant et après.',
                  en: 'Each change, by whom, before and after.',
                })}
              </Elsewhere>
            )}
          </div>
          <p className="muted settings-note">
            {t({
              fr: 'Ce qui doit être connu avant le démarrage (adresse d’écoute, dossier des données, destinations autorisées des sondes) se règle sur la machine, par les variables VIGIE_* décrites dans la documentation.',
              en: 'What must be known before the start (listening address, data folder, allowed destinations of checks) is set on the machine, by the VIGIE_* variables described in the documentation.',
            })}
          </p>
        </Section>
      </div>
    </Page>
  );
}

interface SettingProps {
  readonly name: SettingKey;
  readonly reply: SettingsReply;
  readonly labelId: string;
  readonly children: ReactNode;
}

/** One setting: what it does, its value, who last changed it. */
function Setting({ name, reply, labelId, children }: SettingProps) {
  const t = useT();
  const change = reply.changes.find((one) => one.key === name);
  return (
    <div className="setting">
      <div className="stack" style={{ gap: 2 }}>
        <h3 id={labelId}>{t(settings[name].title)}</h3>
        <p className="muted">{t(settings[name].help)}</p>
        <p className="muted">
          {change === undefined ? (
            t({ fr: 'Valeur d’origine', en: 'Initial value' })
          ) : (
            <>
              {change.by === null
                ? t({ fr: 'Changé', en: 'Changed' })
                : t({ fr: 'Changé par {name}', en: 'Changed by {name}' }, { name: change.by })}{' '}
              <Time at={change.at} />
            </>
          )}
        </p>
      </div>
      {children}
    </div>
  );
}

function useSave() {
  return useContractMutation(updateSettings, {
    refresh: [getSettings],
    onDone: () => toast({ fr: 'Réglage enregistré.', en: 'Setting saved.' }, { state: 'ok' }),
  });
}

function NameSetting({ reply }: { reply: SettingsReply }) {
  const t = useT();
  const id = useId();
  const save = useSave();
  const form = useForm({ instanceName: reply.values.instanceName }, save.error);
  const refused = save.isError && fieldError(save.error, 'instanceName') === undefined;
  return (
    <Setting name="instanceName" reply={reply} labelId={id}>
      <form
        className="setting-form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ body: form.values });
        }}
      >
        <TextInput aria-labelledby={id} maxLength={80} {...form.text('instanceName')} />
        {form.values.instanceName !== reply.values.instanceName && (
          <Button type="submit" variant="filled" loading={save.isPending}>
            {t({ fr: 'Enregistrer', en: 'Save' })}
          </Button>
        )}
        {refused && <p className="ink-down">{t(save.error.text)}</p>}
      </form>
    </Setting>
  );
}

function SecondFactorSetting({ reply }: { reply: SettingsReply }) {
  const t = useT();
  const id = useId();
  const save = useSave();
  const required = reply.values.requireSecondFactor;
  const change = async (): Promise<void> => {
    const yes =
      !required ||
      (await confirm({
        title: t({ fr: 'Ne plus exiger de second facteur ?', en: 'No longer require a second factor?' }),
        body: t({
          fr: 'Un mot de passe volé suffira alors pour entrer dans les comptes qui n’ont pas d’application. Ceux qui en ont une la gardent.',
          en: 'A stolen password will then be enough to enter the accounts without an authenticator. Those that have one keep it.',
        }),
        action: t({ fr: 'Ne plus l’exiger', en: 'No longer require it' }),
      }));
    if (yes) save.mutate({ body: { requireSecondFactor: !required } }, { onError: toastProblem });
  };
  return (
    <Setting name="requireSecondFactor" reply={reply} labelId={id}>
      <Switch
        aria-labelledby={id}
        checked={required}
        disabled={save.isPending}
        onChange={() => void change()}
        label={
          required
            ? t({ fr: 'Exigé', en: 'Required' })
            : t({ fr: 'Au choix de chacun', en: 'Up to each person' })
        }
      />
    </Setting>
  );
}

interface ElsewhereProps {
  readonly href: string;
  readonly name: string;
  /** Another page of the server, not of the console. */
  readonly outside?: boolean;
  readonly children: ReactNode;
}

function Elsewhere({ href, name, outside = false, children }: ElsewhereProps) {
  return (
    <div className="setting">
      <div className="stack" style={{ gap: 2 }}>
        <h3>
          <Link href={href} {...(outside ? { target: '_blank' } : {})}>
            {name}
          </Link>
        </h3>
        <p className="muted">{children}</p>
      </div>
    </div>
  );
}
