import { ActionIcon, Button, TextInput } from '@mantine/core';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { useT } from '#console/i18n.ts';
import {
  AuthorityField,
  CheckField,
  ChoiceField,
  FamilyField,
  MoreFields,
  NumberField,
  SlowField,
  TextField,
} from './check-fields.tsx';
import type { DraftProps } from './check-fields.tsx';

/** A web page: its address, the codes and the words expected of it. */
export function HttpFields(props: DraftProps) {
  return (
    <>
      <TextField
        {...props}
        name="url"
        path="target.url"
        label={{ fr: 'Adresse de la page', en: 'Address of the page' }}
        placeholder="https://demarches.exemple.nc/"
      />
      <div className="form-grid">
        <TextField
          {...props}
          name="expectedStatus"
          path="target.expectedStatus"
          label={{ fr: 'Codes attendus', en: 'Codes expected' }}
        />
        <TextField
          {...props}
          name="bodyContains"
          path="target.bodyContains"
          label={{ fr: 'La page contient', en: 'The page contains' }}
        />
      </div>
      <MoreHttp {...props} />
    </>
  );
}

function MoreHttp(props: DraftProps) {
  const { draft } = props;
  const paths = ['bodyNotContains', 'maxRedirects', 'requestBody', 'headers', 'caPem', 'degradedMs'];
  return (
    <MoreFields {...props} paths={paths.map((path) => `target.${path}`)}>
      <TextField
        {...props}
        name="bodyNotContains"
        path="target.bodyNotContains"
        label={{ fr: 'La page ne contient pas', en: 'The page does not contain' }}
      />
      <NumberField
        {...props}
        name="maxRedirects"
        path="target.maxRedirects"
        label={{ fr: 'Redirections suivies', en: 'Redirections followed' }}
      />
      <ChoiceField
        {...props}
        name="method"
        label={{ fr: 'Méthode', en: 'Method' }}
        choices={[
          ['GET', 'GET'],
          ['HEAD', 'HEAD'],
          ['POST', 'POST'],
        ]}
      />
      <SlowField {...props} />
      {draft.method === 'POST' && (
        <TextField
          {...props}
          name="requestBody"
          path="target.requestBody"
          label={{ fr: 'Corps envoyé', en: 'Body sent' }}
          lines={3}
        />
      )}
      <HeaderFields {...props} />
      <CheckField
        {...props}
        name="verifyCertificate"
        label={{ fr: 'Vérifier le certificat', en: 'Verify the certificate' }}
      />
      <AuthorityField {...props} />
      <FamilyField {...props} />
    </MoreFields>
  );
}

function HeaderFields({ draft, set, errorOf }: DraftProps) {
  const t = useT();
  const { headers } = draft;
  const error = errorOf('target.headers');
  const change = (index: number, part: Partial<(typeof headers)[number]>): void =>
    set({ headers: headers.map((one, place) => (place === index ? { ...one, ...part } : one)) });
  return (
    <fieldset className="check-headers whole">
      <legend>{t({ fr: 'En-têtes envoyés', en: 'Headers sent' })}</legend>
      {headers.map((header, index) => (
        <div key={index} className="row">
          <TextInput
            aria-label={t({ fr: 'Nom de l’en-tête', en: 'Name of the header' })}
            placeholder="Authorization"
            value={header.name}
            onChange={(event) => change(index, { name: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t({ fr: 'Valeur de l’en-tête', en: 'Value of the header' })}
            value={header.value}
            autoComplete="off"
            onChange={(event) => change(index, { value: event.currentTarget.value })}
          />
          <ActionIcon
            aria-label={t({ fr: 'Retirer l’en-tête', en: 'Remove the header' })}
            onClick={() => set({ headers: headers.filter((_one, place) => place !== index) })}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      {error !== undefined && <p className="field-error">{error}</p>}
      <Button
        size="compact-xs"
        leftSection={<IconPlus size={14} />}
        onClick={() => set({ headers: [...headers, { name: '', value: '' }] })}
      >
        {t({ fr: 'Ajouter un en-tête', en: 'Add a header' })}
      </Button>
    </fieldset>
  );
}
