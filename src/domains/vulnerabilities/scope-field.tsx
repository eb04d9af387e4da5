import { Radio, Select } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import type { CveDetail } from './api-cve.ts';
import type { GivenScope } from './api-decisions.ts';

/** A scope as it is being chosen. */
export type ChosenScope =
  | GivenScope
  | { readonly kind: 'unchosen'; readonly of: 'asset' | 'service' | 'component' };
type Kind = GivenScope['kind'];

interface ScopeFieldProps {
  readonly cve: CveDetail;
  readonly value: ChosenScope;
  readonly onChange: (scope: ChosenScope) => void;
  readonly error: string | undefined;
  /** The person has tried to sign: what is missing is told. */
  readonly tried: boolean;
}

/** On which part of the estate the decision holds: all of it, or one component, asset or service that has it. */
export function ScopeField({ cve, value, onChange, error, tried }: ScopeFieldProps) {
  const t = useT();
  const kind: Kind = value.kind === 'unchosen' ? value.of : value.kind;
  const options = optionsOf(cve);
  const chosen = value.kind === 'component' ? value.componentId : 'assetId' in value ? value.assetId : null;
  const choose = (id: string | null): void => {
    if (kind === 'estate') return;
    if (id === null) onChange({ kind: 'unchosen', of: kind });
    else onChange(kind === 'component' ? { kind, componentId: id } : { kind, assetId: id });
  };
  const texts = {
    estate: t({ fr: 'Tout le parc', en: 'The whole estate' }),
    component: t({ fr: 'Un composant, partout où il est', en: 'One component, wherever it is' }),
    asset: t({ fr: 'Un actif', en: 'One asset' }),
    service: t({
      fr: 'Un service public, et tout ce qui est dessous (même partagé avec d’autres)',
      en: 'One public service, and all beneath it (even shared with others)',
    }),
  };
  return (
    <div className="stack" style={{ gap: 8 }}>
      <Radio.Group
        label={t({ fr: 'Portée', en: 'Scope' })}
        value={kind}
        onChange={(next) => {
          const of = next as Kind;
          const only = of === 'estate' ? null : options[of];
          if (only === null) onChange({ kind: 'estate' });
          else if (of !== 'estate') {
            const [first] = only.length === 1 ? only : [];
            if (first === undefined) onChange({ kind: 'unchosen', of });
            else
              onChange(
                of === 'component'
                  ? { kind: of, componentId: first.value }
                  : { kind: of, assetId: first.value },
              );
          }
        }}
      >
        <div className="stack" style={{ marginTop: 4, gap: 10 }}>
          {(['estate', 'component', 'asset', 'service'] as const).map((one) => (
            <Radio
              key={one}
              value={one}
              label={texts[one]}
              disabled={one !== 'estate' && options[one].length === 0}
            />
          ))}
        </div>
      </Radio.Group>
      {kind !== 'estate' && (
        <Select
          aria-label={texts[kind]}
          placeholder={t({ fr: 'Choisir', en: 'Choose' })}
          data={options[kind]}
          value={chosen}
          onChange={choose}
          searchable
          error={
            error ??
            (tried && value.kind === 'unchosen'
              ? t({ fr: 'Choisissez dans la liste.', en: 'Choose in the list.' })
              : undefined)
          }
        />
      )}
    </div>
  );
}

function optionsOf(cve: CveDetail): Record<Exclude<Kind, 'estate'>, { value: string; label: string }[]> {
  const distinct = (entries: readonly (readonly [string, string])[]) =>
    [...new Map(entries)].map(([value, label]) => ({ value, label }));
  return {
    component: distinct(
      cve.places.map(({ component }) => [component.id, `${component.name} ${component.version}`.trim()]),
    ),
    asset: distinct(cve.places.map(({ asset }) => [asset.id, asset.name])),
    service: distinct(cve.services.map((service) => [service.id, service.name])),
  };
}
