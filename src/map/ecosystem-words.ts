import type { Text } from '#engines/text.ts';

const texts: Readonly<Record<string, Text>> = {
  system: { fr: 'Système', en: 'System' },
  product: { fr: 'Produit', en: 'Product' },
  deb: { fr: 'Paquet deb', en: 'deb package' },
  rpm: { fr: 'Paquet rpm', en: 'rpm package' },
  apk: { fr: 'Paquet apk', en: 'apk package' },
  npm: { fr: 'npm', en: 'npm' },
  pypi: { fr: 'Python (PyPI)', en: 'Python (PyPI)' },
  maven: { fr: 'Maven', en: 'Maven' },
  golang: { fr: 'Go', en: 'Go' },
  gem: { fr: 'RubyGems', en: 'RubyGems' },
  nuget: { fr: 'NuGet', en: 'NuGet' },
  composer: { fr: 'Composer (PHP)', en: 'Composer (PHP)' },
  cargo: { fr: 'Cargo (Rust)', en: 'Cargo (Rust)' },
  bitnami: { fr: 'Bitnami', en: 'Bitnami' },
};

/** What kind of software a component is; an ecosystem we do not name is shown as its source writes it. */
export function ecosystemText(ecosystem: string): Text {
  return Object.hasOwn(texts, ecosystem)
    ? (texts[ecosystem] ?? { fr: ecosystem, en: ecosystem })
    : { fr: ecosystem, en: ecosystem };
}
