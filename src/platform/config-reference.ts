import type { Language } from '#engines/text.ts';
import { configTable } from './config-table.ts';

const words = {
  fr: { title: 'Variables d’environnement', initial: 'Par défaut' },
  en: { title: 'Environment variables', initial: 'Default' },
} as const;

function rows(language: Language): { name: string; meaning: string; initial: string }[] {
  return Object.values(configTable).map(({ name, meaning, initial, absent }) => ({
    name,
    meaning: meaning[language],
    initial: initial === null ? (absent?.[language] ?? '') : `\`${initial}\``,
  }));
}

/** What `vigie help config` prints. */
export function configHelp(language: Language): string {
  const entries = rows(language).map(
    ({ name, meaning, initial }) =>
      `${name}\n    ${meaning}\n    ${words[language].initial}: ${initial.replaceAll('`', '')}\n`,
  );
  return `${words[language].title}\n\n${entries.join('\n')}`;
}

/** docs/configuration.md, both languages. */
export function configMarkdown(): string {
  const section = (language: Language) => {
    const { title, initial } = words[language];
    const lines = rows(language).map((row) => `| \`${row.name}\` | ${row.meaning} | ${row.initial} |`);
    const head =
      language === 'fr' ? `| Variable | Rôle | ${initial} |` : `| Variable | Meaning | ${initial} |`;
    return [`## ${title}`, '', head, '|---|---|---|', ...lines, ''].join('\n');
  };
  return `# Configuration\n\nGenerated from \`src/platform/config-table.ts\`; also printed by \`vigie help config\`.\n\n${section('fr')}\n${section('en')}`;
}
