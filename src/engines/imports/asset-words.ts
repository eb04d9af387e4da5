/** Words that people and tools use for each type of asset, in the form of `foldWord`. */
const words: Readonly<Record<string, readonly string[]>> = {
  service: ['service_public', 'teleservice', 'public_service', 'business_service', 'demarche'],
  organisation: [
    'organization',
    'direction',
    'entite',
    'tenant',
    'fournisseur',
    'provider',
    'supplier',
    'prestataire',
  ],
  site: ['lieu', 'location', 'implantation', 'campus'],
  building: ['batiment', 'immeuble'],
  room: ['salle', 'local', 'local_technique', 'salle_serveurs'],
  rack: ['baie', 'armoire', 'bay', 'cabinet'],
  application: ['appli', 'app', 'logiciel_metier', 'progiciel', 'application_metier', 'site_web', 'website'],
  dataset: ['jeu_de_donnees', 'donnees', 'information', 'data'],
  database: ['base_de_donnees', 'base', 'bdd', 'sgbd', 'db', 'instance_bdd'],
  server: ['serveur', 'serveur_physique', 'physical_server', 'srv', 'host', 'machine'],
  vm: [
    'machine_virtuelle',
    'virtual_machine',
    'serveur_virtuel',
    'serveur_logique',
    'logical_server',
    'guest',
  ],
  hypervisor: ['hyperviseur', 'esx', 'esxi', 'hyper_v', 'proxmox', 'noeud_de_virtualisation'],
  cluster: ['grappe'],
  container: ['conteneur'],
  storage: ['stockage', 'baie_de_stockage', 'san', 'nas', 'storage_device', 'storage_array'],
  device: ['equipement', 'appareil', 'materiel', 'appliance', 'equipement_reseau', 'network_device'],
  interface: ['port', 'carte_reseau', 'nic'],
  switch: [
    'commutateur',
    'switch_acces',
    'switch_coeur',
    'access_switch',
    'core_switch',
    'distribution_switch',
  ],
  router: ['routeur', 'box', 'cpe'],
  firewall: ['pare_feu', 'parefeu', 'fw', 'utm', 'ngfw'],
  security_device: ['equipement_de_securite', 'ids', 'ips', 'waf', 'sonde'],
  load_balancer: ['repartiteur', 'repartiteur_de_charge', 'lb', 'adc', 'proxy', 'reverse_proxy'],
  access_point: ['borne', 'borne_wifi', 'borne_wi_fi', 'point_d_acces', 'ap', 'wifi_ap', 'wireless_ap'],
  wireless_controller: ['controleur_wifi', 'controleur_wi_fi', 'wlc'],
  phone_system: ['telephonie', 'autocommutateur', 'ipbx', 'pbx', 'pabx'],
  phone_trunk: ['faisceau_sip', 'trunk_sip', 'sip_trunk', 'trunk'],
  phone: ['telephone', 'poste_telephonique', 'ip_phone'],
  wan_link: ['lien_wan', 'liaison', 'circuit', 'lien', 'mpls', 'fibre', 'faisceau_hertzien'],
  submarine_cable: ['cable_sous_marin'],
  network: ['reseau', 'sous_reseau', 'subnet', 'vlan', 'lan', 'man', 'wan'],
  ups: ['onduleur'],
  pdu: ['bandeau', 'bandeau_electrique', 'multiprise'],
  power_feed: ['alimentation', 'arrivee_electrique', 'depart_electrique'],
  power_panel: ['tableau_electrique', 'tgbt'],
  backup_job: ['sauvegarde', 'backup', 'tache_de_sauvegarde'],
  certificate: ['certificat'],
  cloud_project: ['projet_cloud', 'projet', 'abonnement_cloud', 'subscription'],
  identity_provider: [
    'annuaire',
    'annuaire_et_identite',
    'active_directory',
    'ldap',
    'ad',
    'directory',
    'idp',
    'sso',
  ],
  dns: ['resolution_de_noms', 'serveur_dns', 'name_service'],
  vpn_gateway: ['passerelle_vpn', 'vpn', 'concentrateur_vpn'],
  workstation: ['poste', 'poste_de_travail', 'pc', 'ordinateur', 'desktop', 'laptop', 'portable'],
  workstation_pool: ['parc_de_postes', 'workstations'],
  printer: ['imprimante', 'copieur', 'mfp'],
  camera: ['videosurveillance', 'cctv', 'camera_ip'],
  peripheral: ['peripherique'],
  monitoring: ['supervision', 'collecteur'],
  component: ['composant', 'composant_logiciel', 'logiciel', 'software', 'module'],
  process: ['processus', 'procedure'],
  activity: ['activite'],
  person: ['personne', 'acteur', 'actor', 'agent', 'contact'],
  account: ['compte', 'utilisateur', 'user'],
  zone: ['zone_d_administration', 'zone_de_securite'],
};

const typeOfWord = new Map<string, string>();
for (const [type, synonyms] of Object.entries(words)) {
  typeOfWord.set(type, type);
  for (const synonym of synonyms) typeOfWord.set(synonym, type);
}

/** Lower case without accents, words joined by `_`: `Numéro de série` is `numero_de_serie`. */
export function foldWord(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '');
}

/** The type that this word means, also in the plural, or null. */
export function typeOfAssetWord(text: string): string | null {
  const word = foldWord(text);
  const singular = word.replaceAll(/(?<=[a-z]{2})[sx](?=_|$)/g, '');
  return typeOfWord.get(word) ?? typeOfWord.get(singular) ?? null;
}

/** Every word understood, for suggestions. */
export const assetTypeWords: readonly string[] = [...typeOfWord.keys()];

/** The type that a free text speaks of (the role of a device), by its first known words, among those accepted; or null. */
export function typeInText(text: string, accepts: (type: string) => boolean): string | null {
  const parts = foldWord(text).split('_').slice(0, 12);
  for (let length = Math.min(3, parts.length); length > 0; length--) {
    for (let start = 0; start + length <= parts.length; start++) {
      const type = typeOfAssetWord(parts.slice(start, start + length).join('_'));
      if (type !== null && accepts(type)) return type;
    }
  }
  return null;
}
