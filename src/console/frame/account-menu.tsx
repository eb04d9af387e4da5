import { Menu } from '@mantine/core';
import IconKeyboard from '@tabler/icons-react/dist/esm/icons/IconKeyboard.mjs';
import IconLogout from '@tabler/icons-react/dist/esm/icons/IconLogout.mjs';
import IconUser from '@tabler/icons-react/dist/esm/icons/IconUser.mjs';
import type { Text } from '#engines/text.ts';
import { useT } from '#console/i18n.ts';
import { useGo } from '#console/kit/link.tsx';
import { setPreference, usePreferences } from '#console/preferences.ts';
import type { Preferences } from '#console/preferences.ts';
import { choose, signOut, useSession } from '#console/session.ts';
import { initialsOf } from './initials.ts';
import { shortcuts } from './keyboard.ts';

const themes: readonly { value: Preferences['theme']; text: Text }[] = [
  { value: 'auto', text: { fr: 'Comme le système', en: 'As the system' } },
  { value: 'light', text: { fr: 'Clair', en: 'Light' } },
  { value: 'dark', text: { fr: 'Sombre', en: 'Dark' } },
];
const densities: readonly { value: Preferences['density']; text: Text }[] = [
  { value: 'compact', text: { fr: 'Compacte', en: 'Compact' } },
  { value: 'comfortable', text: { fr: 'Confortable', en: 'Comfortable' } },
];

/** Theme, density, language, time zone, sign-out. */
export function AccountMenu() {
  const t = useT();
  const session = useSession();
  const initials = session === null ? '' : initialsOf(session.displayName);
  const name = session?.displayName ?? t({ fr: 'Préférences', en: 'Preferences' });
  return (
    <Menu width={240} closeOnItemClick={false}>
      <Menu.Target>
        <button
          type="button"
          className="avatar"
          aria-label={t(
            { fr: '{initials}, compte : {name}', en: '{initials}, account: {name}' },
            { initials, name },
          )}
        >
          {session === null ? <IconUser size={16} /> : initials}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{name}</Menu.Label>
        <Menu.Divider />
        <DisplayChoices />
        <Menu.Divider />
        <AccountItems />
      </Menu.Dropdown>
    </Menu>
  );
}

function DisplayChoices() {
  const t = useT();
  const chosen = usePreferences();
  return (
    <>
      <Choices
        title={t({ fr: 'Thème', en: 'Theme' })}
        options={themes}
        value={chosen.theme}
        onChoose={(value) => setPreference('theme', value)}
      />
      <Menu.Divider />
      <Choices
        title={t({ fr: 'Densité', en: 'Density' })}
        options={densities}
        value={chosen.density}
        onChoose={(value) => setPreference('density', value)}
      />
      <Menu.Divider />
      <Choices
        title={t({ fr: 'Langue', en: 'Language' })}
        options={[
          { value: 'fr' as const, text: { fr: 'Français', en: 'Français' } },
          { value: 'en' as const, text: { fr: 'English', en: 'English' } },
        ]}
        value={chosen.language}
        onChoose={(value) => choose('language', value)}
      />
      <Menu.Divider />
      <Choices
        title={t({ fr: 'Heures affichées', en: 'Times shown' })}
        options={zones()}
        value={chosen.timeZone}
        onChoose={(value) => choose('timeZone', value)}
      />
    </>
  );
}

function AccountItems() {
  const t = useT();
  const go = useGo();
  const session = useSession();
  return (
    <>
      <Menu.Item
        leftSection={<IconKeyboard size={16} />}
        closeMenuOnClick
        onClick={() =>
          shortcuts
            .get()
            .find((one) => one.keys === '?')
            ?.run()
        }
      >
        {t({ fr: 'Clavier', en: 'Keyboard' })}
      </Menu.Item>
      {session !== null && (
        <Menu.Item leftSection={<IconUser size={16} />} closeMenuOnClick onClick={() => go('/account')}>
          {t({ fr: 'Mon compte', en: 'My account' })}
        </Menu.Item>
      )}
      {session !== null && (
        <Menu.Item
          leftSection={<IconLogout size={16} />}
          closeMenuOnClick
          onClick={() => void signOut().then(() => go('/sign-in'))}
        >
          {t({ fr: 'Se déconnecter', en: 'Sign out' })}
        </Menu.Item>
      )}
    </>
  );
}

function zones(): { value: string; text: Text }[] {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const noumea = { value: 'Pacific/Noumea', text: { fr: 'Nouméa (UTC+11)', en: 'Nouméa (UTC+11)' } };
  if (here === noumea.value || here === '') return [noumea];
  return [noumea, { value: here, text: { fr: `Ici (${here})`, en: `Here (${here})` } }];
}

interface ChoicesProps<T extends string> {
  readonly title: string;
  readonly options: readonly { readonly value: T; readonly text: Text }[];
  readonly value: T;
  readonly onChoose: (value: T) => void;
}

function Choices<T extends string>({ title, options, value, onChoose }: ChoicesProps<T>) {
  const t = useT();
  return (
    <div role="group" aria-label={title}>
      <Menu.Label>{title}</Menu.Label>
      {options.map((option) => (
        <Menu.RadioItem
          key={option.value}
          value={option.value}
          checked={option.value === value}
          onChange={() => onChoose(option.value)}
        >
          {t(option.text)}
        </Menu.RadioItem>
      ))}
    </div>
  );
}
