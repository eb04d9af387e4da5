import './accounts.css';
import { ActionIcon, Button, Select } from '@mantine/core';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { useMemo } from 'react';
import { useT } from '#console/i18n.ts';
import { useContract } from '#console/use-contract.ts';
import { listAssets } from '#map/api-assets.ts';
import { rightTexts, rightsOfRole, roleTexts, roles } from '#platform/rights.ts';
import type { Grant, Role } from '#platform/rights.ts';

/** Organisations of the map, by identifier, for the scope of a role. */
export function useOrganisations(): ReadonlyMap<string, string> {
  const { data } = useContract(
    listAssets,
    { query: { type: 'organisation', limit: 1000 } },
    { live: ['asset'] },
  );
  return useMemo(() => new Map(data?.items.map((one) => [one.id, one.name])), [data]);
}

interface GrantsFieldProps {
  readonly grants: readonly Grant[];
  readonly onChange: (grants: readonly Grant[]) => void;
  readonly error?: string | undefined;
}

const whole = 'whole';

/** Roles of a person, each over the whole administration or one organisation. */
export function GrantsField({ grants, onChange, error }: GrantsFieldProps) {
  const t = useT();
  const organisations = useOrganisations();
  const change = (index: number, grant: Grant): void =>
    onChange(grants.map((one, place) => (place === index ? grant : one)));
  return (
    <fieldset className="grants whole">
      <legend>{t({ fr: 'Rôles', en: 'Roles' })}</legend>
      {grants.map((grant, index) => (
        <GrantRow
          key={index}
          grant={grant}
          organisations={organisations}
          onChange={(next) => change(index, next)}
          onRemove={() => onChange(grants.filter((_one, place) => place !== index))}
        />
      ))}
      {grants.length === 0 && (
        <p className="muted">
          {t({ fr: 'Sans rôle, la personne ne voit rien.', en: 'Without a role, the person sees nothing.' })}
        </p>
      )}
      {error !== undefined && <p className="field-error">{error}</p>}
      <Button
        size="compact-xs"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...grants, { role: 'viewer', organisationId: null }])}
      >
        {t({ fr: 'Ajouter un rôle', en: 'Add a role' })}
      </Button>
    </fieldset>
  );
}

interface GrantRowProps {
  readonly grant: Grant;
  readonly organisations: ReadonlyMap<string, string>;
  readonly onChange: (grant: Grant) => void;
  readonly onRemove: () => void;
}

function GrantRow({ grant, organisations, onChange, onRemove }: GrantRowProps) {
  const t = useT();
  const rights = [...rightsOfRole[grant.role]].filter((right) => right !== 'public' && right !== 'self');
  // Who manages accounts manages all of them.
  const mustBeWhole = grant.role === 'administrator';
  return (
    <div className="grant">
      <Select
        aria-label={t({ fr: 'Rôle', en: 'Role' })}
        data={roles.map((role) => ({ value: role, label: t(roleTexts[role]) }))}
        value={grant.role}
        onChange={(role) =>
          role !== null &&
          onChange({
            role: role as Role,
            organisationId: role === 'administrator' ? null : grant.organisationId,
          })
        }
        allowDeselect={false}
      />
      <Select
        aria-label={t({ fr: 'Périmètre', en: 'Scope' })}
        data={[
          { value: whole, label: t({ fr: 'Toute l’administration', en: 'The whole administration' }) },
          ...[...organisations].map(([value, label]) => ({ value, label })),
        ]}
        value={grant.organisationId ?? whole}
        onChange={(value) =>
          onChange({ ...grant, organisationId: value === null || value === whole ? null : value })
        }
        searchable
        allowDeselect={false}
        disabled={mustBeWhole}
      />
      <ActionIcon aria-label={t({ fr: 'Retirer ce rôle', en: 'Remove this role' })} onClick={onRemove}>
        <IconX size={14} />
      </ActionIcon>
      <p className="muted">{rights.map((right) => t(rightTexts[right])).join(' · ')}</p>
    </div>
  );
}
