import './bare-layout.css';
import { Button, Modal } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { Time } from '#console/kit/time.tsx';
import { copyText } from './copy-text.tsx';

export interface PasswordLink {
  readonly name: string;
  readonly url: string;
  readonly expiresAt: string;
}

/** A one-time link, shown once, to hand over by another channel. */
export function LinkOnce({ link, onClose }: { link: PasswordLink | null; onClose: () => void }) {
  const t = useT();
  return (
    <Modal
      opened={link !== null}
      onClose={onClose}
      title={t({ fr: 'Lien pour {name}', en: 'Link for {name}' }, { name: link?.name ?? '' })}
      size={520}
      // Shown once: a click beside must not lose it.
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      {link !== null && (
        <div className="stack" style={{ gap: 12 }}>
          <p>
            {t({
              fr: 'Transmettez ce lien à la personne, par un autre moyen que son compte : il lui permet une fois de choisir son mot de passe. Vigie ne le montrera plus.',
              en: 'Hand this link to the person, by another way than the account: it lets them choose a password once. Vigie will not show it again.',
            })}
          </p>
          <code className="secret">{link.url}</code>
          <p className="muted">
            {t({ fr: 'Valable jusqu’au', en: 'Valid until' })} <Time at={link.expiresAt} mode="exact" />.{' '}
            {t({ fr: 'Un nouveau lien annule celui-ci.', en: 'A new link voids this one.' })}
          </p>
          <div className="row">
            <Button variant="filled" onClick={() => copyText(link.url)} data-autofocus>
              {t({ fr: 'Copier', en: 'Copy' })}
            </Button>
            <Button onClick={onClose}>{t({ fr: 'Fermer', en: 'Close' })}</Button>
          </div>
        </div>
      )}
    </Modal>
  );
}
