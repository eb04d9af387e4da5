import { useT } from '#console/i18n.ts';
import type { ServiceProfile } from './api.ts';
import { needLevels, needNames, needTexts } from './service-words.tsx';

/** The four needs as letters and levels, in words on hover and to a screen reader. */
export function Needs({ needs }: { needs: ServiceProfile['needs'] }) {
  const t = useT();
  return (
    <span className="needs">
      {needNames.map((name) => {
        const words = `${t(needTexts[name].name)} : ${t(needLevels[needs[name]] ?? { fr: '—', en: '—' })}`;
        return (
          <span key={name} className={`need need-${needs[name]}`} title={words} role="img" aria-label={words}>
            {t(needTexts[name].letter)}
            {needs[name]}
          </span>
        );
      })}
    </span>
  );
}
