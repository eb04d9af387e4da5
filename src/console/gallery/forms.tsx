import { Button, Checkbox, PasswordInput, Select, Switch, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { ProblemError } from '#console/client.ts';
import { confirm } from '#console/kit/confirm.tsx';
import { Band, ErrorState } from '#console/kit/error.tsx';
import { Form, useForm } from '#console/kit/form.tsx';
import { Kbd } from '#console/kit/kbd.tsx';
import { Section } from '#console/kit/page.tsx';
import { SidePanel } from '#console/kit/side-panel.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { toast } from '#console/kit/toast.tsx';

const refused = new ProblemError(
  'bad-request',
  400,
  { fr: 'Demande refusée : corrigez body.name.', en: 'Request refused: correct body.name.' },
  [
    {
      field: 'body.name',
      message: {
        fr: 'Ce nom est déjà pris par une autre sonde. Choisissez-en un autre.',
        en: 'This name is taken.',
      },
    },
  ],
);
const conflict = new ProblemError('conflict', 409, {
  fr: 'Quelqu’un a modifié cette sonde entre-temps. Rechargez la page, puis reprenez votre changement.',
  en: 'Somebody changed this check meanwhile.',
});

function ask(): void {
  void confirm({
    title: 'Retirer la source Centreon ?',
    body: 'Ce que cette source est seule à connaître deviendra orphelin. Rien n’est effacé.',
    cuts: [
      { name: 'Titres miniers', state: 'unknown', note: 'ne sera plus observé' },
      { name: 'sw-agg-noumea-02', state: 'unknown' },
      { name: 'srv-bdd-04', state: 'unknown' },
    ],
    action: 'Retirer la source',
    typeToConfirm: 'Centreon',
  }).then((yes) =>
    toast(
      yes
        ? { fr: 'Source retirée.', en: 'Source removed.' }
        : { fr: 'Rien n’a été retiré.', en: 'Nothing was removed.' },
    ),
  );
}

export function Forms() {
  const [panel, setPanel] = useState(false);
  return (
    <div className="gallery">
      <div className="columns">
        <Section title="Formulaire refusé">
          <div className="card padded">
            <RefusedForm />
          </div>
        </Section>
        <Section title="Boutons et dialogues">
          <div className="card padded stack" style={{ gap: 16 }}>
            <Buttons onPanel={() => setPanel(true)} />
            <Band state="degraded">
              L’historique ne répond pas : les courbes manquent, les états sont justes.
            </Band>
            <Band state="unknown">Résultat partiel : deux sources sur douze n’ont pas répondu.</Band>
            <Band state="planned" action={<Button size="compact-xs">Voir</Button>}>
              Maintenance en cours jusqu’à 10:30.
            </Band>
          </div>
        </Section>
      </div>
      <div className="card">
        <ErrorState error={conflict} onRetry={() => undefined} />
      </div>
      {panel && (
        <div style={{ position: 'fixed', inset: '0 0 0 auto', display: 'flex', zIndex: 60 }}>
          <SidePanel
            title="La liaison ne répond plus aux deux extrémités"
            mark={<StateShape state="down" />}
            href="/findings/1"
            onClose={() => setPanel(false)}
            footer={<Button variant="filled">Prendre en compte</Button>}
          >
            <p>Nouméa–Koné, faisceau de l’opérateur. Trois services touchés.</p>
          </SidePanel>
        </div>
      )}
    </div>
  );
}

function RefusedForm() {
  const [problem, setProblem] = useState<ProblemError>(refused);
  const form = useForm(
    { name: 'Portail des démarches', url: 'https://demarches.gouv.nc', note: '' },
    problem,
  );
  return (
    <Form
      onSubmit={() => setProblem(conflict)}
      problem={problem}
      action="Enregistrer la sonde"
      onCancel={() => form.reset()}
    >
      <TextInput label="Nom" description="Tel qu’il sera lu par l’équipe de garde" {...form.text('name')} />
      <TextInput label="Adresse" {...form.text('url')} />
      <Select label="Intervalle" data={['30 s', '1 min', '5 min']} defaultValue="1 min" />
      <PasswordInput label="Mot de passe" />
      <Textarea label="Note" {...form.text('note')} />
      <Checkbox label="Prévenir l’équipe réseau" defaultChecked />
      <Switch label="Active" defaultChecked />
    </Form>
  );
}

function Buttons({ onPanel }: { onPanel: () => void }) {
  return (
    <>
      <div className="row wrap">
        <Button variant="filled">Prendre en compte</Button>
        <Button>Attribuer</Button>
        <Button variant="subtle">Annuler</Button>
        <Button disabled>Indisponible</Button>
        <Button color="red" variant="filled" onClick={ask} id="ask">
          Retirer la source…
        </Button>
      </div>
      <div className="row wrap">
        <Button
          onClick={() =>
            toast(
              { fr: 'Constat attribué à Rose Cagnard.', en: 'Finding assigned.' },
              { state: 'ok', undo: () => undefined },
            )
          }
        >
          Message
        </Button>
        <Button id="panel" onClick={onPanel}>
          Panneau
        </Button>
        <Kbd keys="mod k" /> <Kbd keys="g s" /> <Kbd keys="enter" />
      </div>
    </>
  );
}
