import { useT } from '#console/i18n.ts';
import { confirm } from '#console/kit/confirm.tsx';
import { toast, toastProblem } from '#console/kit/toast.tsx';
import { useContractMutation } from '#console/use-contract.ts';
import {
  disableAccount,
  enableAccount,
  endSessions,
  listAccounts,
  resetPassword,
  resetSecondFactor,
  unlockAccount,
} from './api-accounts.ts';
import type { AccountItem } from './api-accounts.ts';
import type { PasswordLink } from './link-once.tsx';

const refresh = { refresh: [listAccounts] };

/** What an administrator does to an account; each that cuts somebody off asks first. */
export function useAccountActions(onLink: (link: PasswordLink) => void) {
  const t = useT();
  const disable = useContractMutation(disableAccount, refresh);
  const enable = useContractMutation(enableAccount, refresh);
  const unlock = useContractMutation(unlockAccount, refresh);
  const reset = useContractMutation(resetPassword, refresh);
  const forget = useContractMutation(resetSecondFactor, refresh);
  const end = useContractMutation(endSessions, refresh);
  const paramsOf = (account: AccountItem) => ({ params: { id: account.id } });
  return {
    disable: async (account: AccountItem): Promise<void> => {
      const yes = await confirm({
        title: t({ fr: 'Désactiver {name} ?', en: 'Disable {name}?' }, { name: account.displayName }),
        body: t({
          fr: 'Ses sessions et ses jetons d’API ne vaudront plus, aussitôt. Ce qu’elle ou il a écrit reste.',
          en: 'Their sessions and API tokens are void at once. What they wrote remains.',
        }),
        action: t({ fr: 'Désactiver le compte', en: 'Disable the account' }),
      });
      if (yes) await say(disable.mutateAsync(paramsOf(account)), disabledText);
    },
    enable: (account: AccountItem) => say(enable.mutateAsync(paramsOf(account)), enabledText),
    unlock: (account: AccountItem) => say(unlock.mutateAsync(paramsOf(account)), unlockedText),
    link: async (account: AccountItem): Promise<void> => {
      const link = await say(reset.mutateAsync(paramsOf(account)), null);
      if (link !== null) onLink({ name: account.displayName, ...link });
    },
    forget: async (account: AccountItem): Promise<void> => {
      const yes = await confirm({
        title: t(
          { fr: 'Oublier l’application de {name} ?', en: 'Forget the authenticator of {name}?' },
          { name: account.displayName },
        ),
        body: t({
          fr: 'À faire quand le téléphone est perdu. Ses sessions prennent fin ; une application sera à configurer à la prochaine connexion.',
          en: 'For a lost phone. Their sessions end; an authenticator is to be set up at the next sign-in.',
        }),
        action: t({ fr: 'Oublier l’application', en: 'Forget the authenticator' }),
      });
      if (yes) await say(forget.mutateAsync(paramsOf(account)), forgottenText);
    },
    endSessions: async (account: AccountItem): Promise<void> => {
      const yes = await confirm({
        title: t(
          { fr: 'Fermer les sessions de {name} ?', en: 'Close the sessions of {name}?' },
          { name: account.displayName },
        ),
        body: t({ fr: 'Il faudra se connecter de nouveau.', en: 'They will have to sign in again.' }),
        action: t({ fr: 'Fermer les sessions', en: 'Close the sessions' }),
      });
      if (yes) await say(end.mutateAsync(paramsOf(account)), endedText);
    },
  };
}

const disabledText = { fr: 'Compte désactivé.', en: 'Account disabled.' };
const enabledText = { fr: 'Compte réactivé.', en: 'Account enabled.' };
const unlockedText = { fr: 'Blocage levé.', en: 'Block lifted.' };
const forgottenText = { fr: 'Application oubliée.', en: 'Authenticator forgotten.' };
const endedText = { fr: 'Sessions fermées.', en: 'Sessions closed.' };

/** The reply, said in a toast; null after a refusal, said too. */
async function say<T>(reply: Promise<T>, text: typeof disabledText | null): Promise<T | null> {
  try {
    const value = await reply;
    if (text !== null) toast(text, { state: 'ok' });
    return value;
  } catch (error) {
    toastProblem(error);
    return null;
  }
}
