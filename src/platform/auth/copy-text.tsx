import { toast } from '#console/kit/toast.tsx';

/** Puts a text in the clipboard and says so; where the browser refuses, says what to do instead. */
export function copyText(text: string): void {
  const refused = () =>
    toast(
      {
        fr: 'Le navigateur a refusé la copie. Sélectionnez le texte et copiez-le.',
        en: 'The browser refused to copy. Select the text and copy it.',
      },
      { state: 'degraded' },
    );
  // Absent where the page is not served over HTTPS or from this machine.
  if (navigator.clipboard === undefined) return refused();
  navigator.clipboard.writeText(text).then(() => toast({ fr: 'Copié.', en: 'Copied.' }), refused);
}
