import { Select, TextInput } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { Form, useForm } from '#console/kit/form.tsx';
import { Section } from '#console/kit/page.tsx';
import { toast } from '#console/kit/toast.tsx';
import { setPreference, usePreferences } from '#console/preferences.ts';
import type { Preferences } from '#console/preferences.ts';
import { openSession } from '#console/session.ts';
import { useContractMutation } from '#console/use-contract.ts';
import { updateSession } from './api.ts';
import type { Me } from './api.ts';

/** Name, address, language and times of one's account; theme and density of this browser. */
export function AccountProfile({ me }: { me: Me }) {
  const t = useT();
  return (
    <>
      <Section title={t({ fr: 'Profil', en: 'Profile' })}>
        <div className="card padded">
          <ProfileForm me={me} />
        </div>
      </Section>
      <Section title={t({ fr: 'Affichage sur ce navigateur', en: 'Display on this browser' })}>
        <div className="card padded">
          <DisplayChoices />
        </div>
      </Section>
    </>
  );
}

function ProfileForm({ me }: { me: Me }) {
  const t = useT();
  const save = useContractMutation(updateSession, {
    onDone: (next) => {
      openSession(next);
      toast({ fr: 'Profil enregistré.', en: 'Profile saved.' }, { state: 'ok' });
    },
  });
  const form = useForm(
    { displayName: me.displayName, email: me.email ?? '', language: me.language, timeZone: me.timeZone },
    save.error,
  );
  const { displayName, email, language, timeZone } = form.values;
  const zone = form.field('timeZone');
  return (
    <Form
      onSubmit={() =>
        save.mutate({
          body: { displayName, email: email.trim() === '' ? null : email.trim(), language, timeZone },
        })
      }
      problem={save.error}
      busy={save.isPending}
      action={t({ fr: 'Enregistrer', en: 'Save' })}
    >
      <div className="account-form">
        <TextInput label={t({ fr: 'Nom affiché', en: 'Displayed name' })} {...form.text('displayName')} />
        <TextInput
          label={t({ fr: 'Adresse électronique', en: 'E-mail address' })}
          type="email"
          autoComplete="email"
          {...form.text('email')}
        />
        <Select
          label={t({ fr: 'Langue', en: 'Language' })}
          data={[
            { value: 'fr', label: 'Français' },
            { value: 'en', label: 'English' },
          ]}
          value={language}
          onChange={(value) => form.set('language', value === 'en' ? 'en' : 'fr')}
          allowDeselect={false}
        />
        <Select
          label={t({ fr: 'Fuseau horaire des heures affichées', en: 'Time zone of the times shown' })}
          data={timeZones(zone.value)}
          value={zone.value}
          onChange={(value) => zone.set(value ?? zone.value)}
          error={zone.error}
          searchable
          allowDeselect={false}
        />
      </div>
    </Form>
  );
}

function timeZones(current: string): string[] {
  return [...new Set(['Pacific/Noumea', 'UTC', current, ...Intl.supportedValuesOf('timeZone')])];
}

function DisplayChoices() {
  const t = useT();
  const chosen = usePreferences();
  return (
    <div className="account-form">
      <Select
        label={t({ fr: 'Thème', en: 'Theme' })}
        data={[
          { value: 'auto', label: t({ fr: 'Comme le système', en: 'As the system' }) },
          { value: 'light', label: t({ fr: 'Clair', en: 'Light' }) },
          { value: 'dark', label: t({ fr: 'Sombre', en: 'Dark' }) },
        ]}
        value={chosen.theme}
        onChange={(value) => setPreference('theme', (value ?? 'auto') as Preferences['theme'])}
        allowDeselect={false}
      />
      <Select
        label={t({ fr: 'Densité', en: 'Density' })}
        data={[
          { value: 'compact', label: t({ fr: 'Compacte', en: 'Compact' }) },
          { value: 'comfortable', label: t({ fr: 'Confortable', en: 'Comfortable' }) },
        ]}
        value={chosen.density}
        onChange={(value) => setPreference('density', (value ?? 'compact') as Preferences['density'])}
        allowDeselect={false}
      />
    </div>
  );
}
