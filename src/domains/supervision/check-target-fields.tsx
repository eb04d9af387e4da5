import { useT } from '#console/i18n.ts';
import {
  AuthorityField,
  CheckField,
  ChoiceField,
  FamilyField,
  HostField,
  MoreFields,
  NumberField,
  SlowField,
  TextField,
} from './check-fields.tsx';
import type { DraftProps } from './check-fields.tsx';
import { HttpFields } from './check-http-fields.tsx';

/** The fields of the kind chosen: what it needs first, the rest folded. */
export function TargetFields(props: DraftProps) {
  switch (props.draft.kind) {
    case 'icmp':
      return <IcmpFields {...props} />;
    case 'tcp':
      return <TcpFields {...props} />;
    case 'http':
      return <HttpFields {...props} />;
    case 'tls':
      return <TlsFields {...props} />;
    case 'dns':
      return <DnsFields {...props} />;
  }
}

function IcmpFields(props: DraftProps) {
  return (
    <>
      <HostField {...props} />
      <MoreFields {...props} paths={['target.count', 'target.degradedLossPercent', 'target.degradedMs']}>
        <NumberField
          {...props}
          name="count"
          path="target.count"
          label={{ fr: 'Paquets envoyés', en: 'Packets sent' }}
        />
        <NumberField
          {...props}
          name="degradedLossPercent"
          path="target.degradedLossPercent"
          label={{ fr: 'Dégradée dès une perte de', en: 'Degraded from a loss of' }}
          unit="%"
        />
        <SlowField {...props} />
        <FamilyField {...props} />
      </MoreFields>
    </>
  );
}

function TcpFields(props: DraftProps) {
  return (
    <>
      <div className="form-grid">
        <HostField {...props} />
        <NumberField
          {...props}
          name="port"
          path="target.port"
          label={{ fr: 'Port', en: 'Port' }}
          placeholder="5432"
        />
      </div>
      <MoreFields {...props} paths={['target.send', 'target.expect', 'target.degradedMs']}>
        <TextField
          {...props}
          name="send"
          path="target.send"
          label={{ fr: 'Texte à envoyer', en: 'Text to send' }}
        />
        <TextField
          {...props}
          name="expect"
          path="target.expect"
          label={{ fr: 'Texte attendu', en: 'Text expected' }}
        />
        <SlowField {...props} />
        <FamilyField {...props} />
      </MoreFields>
    </>
  );
}

function TlsFields(props: DraftProps) {
  const t = useT();
  const days = t({ fr: 'j', en: 'd' });
  return (
    <>
      <div className="form-grid">
        <HostField {...props} />
        <NumberField
          {...props}
          name="port"
          path="target.port"
          label={{ fr: 'Port', en: 'Port' }}
          placeholder="443"
        />
      </div>
      <div className="form-grid">
        <NumberField
          {...props}
          name="noticeDays"
          path="target.noticeDays"
          label={{ fr: 'Annoncer l’expiration', en: 'Announce expiry' }}
          unit={days}
        />
        <NumberField
          {...props}
          name="warningDays"
          path="target.warningDays"
          label={{ fr: 'Alerter', en: 'Warn' }}
          unit={days}
        />
        <NumberField
          {...props}
          name="criticalDays"
          path="target.criticalDays"
          label={{ fr: 'Urgence', en: 'Urgent' }}
          unit={days}
        />
      </div>
      <MoreTls {...props} />
    </>
  );
}

function MoreTls(props: DraftProps) {
  const t = useT();
  return (
    <MoreFields {...props} paths={['target.serverName', 'target.caPem', 'target.degradedMs']}>
      <TextField
        {...props}
        name="serverName"
        path="target.serverName"
        label={{ fr: 'Nom attendu', en: 'Name expected' }}
        help={{ fr: 'Celui de la machine, sans autre nom', en: 'That of the host, without another name' }}
      />
      <ChoiceField
        {...props}
        name="startTls"
        label={{ fr: 'Ouverture', en: 'Opening' }}
        choices={[
          ['none', t({ fr: 'TLS d’emblée', en: 'TLS at once' })],
          ['smtp', 'STARTTLS (SMTP)'],
          ['imap', 'STARTTLS (IMAP)'],
        ]}
      />
      <CheckField
        {...props}
        name="verifyChain"
        label={{ fr: 'Vérifier la chaîne', en: 'Verify the chain' }}
      />
      <CheckField {...props} name="verifyName" label={{ fr: 'Vérifier le nom', en: 'Verify the name' }} />
      <AuthorityField {...props} />
      <SlowField {...props} />
      <FamilyField {...props} />
    </MoreFields>
  );
}

function DnsFields(props: DraftProps) {
  return (
    <>
      <div className="form-grid">
        <TextField
          {...props}
          name="dnsName"
          path="target.name"
          label={{ fr: 'Nom demandé', en: 'Name asked for' }}
          placeholder="exemple.nc"
        />
        <ChoiceField
          {...props}
          name="dnsType"
          label={{ fr: 'Type', en: 'Type' }}
          choices={(['A', 'AAAA', 'CNAME', 'MX', 'TXT', 'NS', 'SOA'] as const).map((type) => [type, type])}
        />
      </div>
      <TextField
        {...props}
        name="expected"
        path="target.expected"
        label={{ fr: 'Réponses attendues', en: 'Answers expected' }}
        help={{
          fr: 'Une par ligne, comme dans une zone : 10 mx.exemple.nc. Vide : toute réponse convient.',
          en: 'One a line, as in a zone: 10 mx.example.nc. Empty: any answer will do.',
        }}
        lines={2}
      />
      <MoreDns {...props} />
    </>
  );
}

function MoreDns(props: DraftProps) {
  const t = useT();
  return (
    <MoreFields {...props} paths={['target.resolver.address', 'target.resolver.port', 'target.degradedMs']}>
      <TextField
        {...props}
        name="resolverAddress"
        path="target.resolver.address"
        label={{ fr: 'Serveur de noms', en: 'Name server' }}
        help={{ fr: 'Ceux du système, sans adresse', en: 'Those of the system, without an address' }}
      />
      <NumberField
        {...props}
        name="resolverPort"
        path="target.resolver.port"
        label={{ fr: 'Port du serveur', en: 'Port of the server' }}
      />
      <ChoiceField
        {...props}
        name="match"
        label={{ fr: 'Comparaison', en: 'Comparison' }}
        choices={[
          ['includes', t({ fr: 'au moins ces réponses', en: 'at least these answers' })],
          ['exact', t({ fr: 'ces réponses et rien d’autre', en: 'these answers and nothing else' })],
        ]}
      />
      <ChoiceField
        {...props}
        name="dnssec"
        label={{ fr: 'DNSSEC', en: 'DNSSEC' }}
        choices={[
          ['ignored', t({ fr: 'ignoré', en: 'ignored' })],
          ['signed', t({ fr: 'signatures présentes', en: 'signatures present' })],
          ['validated', t({ fr: 'validé par le serveur', en: 'validated by the server' })],
        ]}
      />
      <ChoiceField
        {...props}
        name="transport"
        label={{ fr: 'Transport', en: 'Transport' }}
        choices={[
          ['udp', 'UDP'],
          ['tcp', 'TCP'],
        ]}
      />
      <SlowField {...props} />
      <CheckField
        {...props}
        name="recursion"
        label={{ fr: 'Demander la récursion', en: 'Ask for recursion' }}
      />
    </MoreFields>
  );
}
