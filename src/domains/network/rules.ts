import { sql } from 'kysely';
import type { Rule } from '#map/rule.ts';
import { rule } from '#map/rule.ts';

const silent = rule({
  id: 'network.snmp-silent',
  title: { fr: 'Ne répond plus par SNMP', en: 'No longer answers by SNMP' },
  remedy: {
    fr: 'Vérifiez que l’équipement est joignable, que son agent SNMP tourne et que la communauté n’a pas changé. Ce qu’il disait de lui est gardé, mais n’est plus sûr.',
    en: 'Check that the device can be reached, that its SNMP agent runs and that the community has not changed. What it said of itself is kept, but is no longer sure.',
  },
  severity: 1,
  everySeconds: 60,
  wakes: ['network', 'source'],
  find: async (db) => {
    const { rows } = await sql<{
      asset_id: string;
      name: string;
      address: string;
      silent_since: Date;
      read_at: Date;
      answers: boolean;
    }>`
      select device.asset_id, asset.name, device.address, device.silent_since, device.read_at,
        exists (select from map.observation as observation
          where observation.asset_id = device.asset_id and observation.state = 'up') as answers
      from network.device as device join map.asset as asset on asset.id = device.asset_id and asset.retired_at is null
      where device.silent_since is not null
    `.execute(db);
    return rows.map((row) => ({
      assetId: row.asset_id,
      title: { fr: `${row.name} ne répond plus par SNMP`, en: `${row.name} no longer answers by SNMP` },
      // Where a check still reaches it, it is known to be there; else nobody knows.
      effect: { makesUnknown: !row.answers },
      evidence: { address: row.address, lastReadAt: row.read_at.toISOString() },
      since: row.silent_since,
    }));
  },
});

interface LostPort {
  readonly asset_id: string;
  readonly device: string;
  readonly if_index: string;
  readonly name: string | null;
  readonly alias: string | null;
  readonly oper_since: Date;
  readonly neighbour: string | null;
}

const portDown = rule({
  id: 'network.link-port-down',
  title: { fr: 'Port d’un lien entre équipements à l’arrêt', en: 'Port of a link between devices is down' },
  remedy: {
    fr: 'Vérifiez le câble, le module optique et l’équipement d’en face, dans cet ordre. Si l’arrêt est voulu, coupez le port (administrativement) : le constat se ferme.',
    en: 'Check the cable, the optical module and the device on the other side, in that order. If it is meant to be down, shut the port (administratively): the finding closes.',
  },
  severity: 2,
  everySeconds: 60,
  wakes: ['network', 'source'],
  find: async (db) => {
    const { rows } = await sql<LostPort>`
      select distinct on (port.asset_id, port.if_index) port.asset_id, asset.name as device, port.if_index, port.name, port.alias,
        port.oper_since, coalesce(remote.name, neighbour.remote_name) as neighbour
      from network.port as port
      join network.device as device on device.asset_id = port.asset_id and device.silent_since is null
      join map.asset as asset on asset.id = port.asset_id and asset.retired_at is null
      left join network.neighbour as neighbour on neighbour.asset_id = port.asset_id and neighbour.if_index = port.if_index
      left join map.asset as remote on remote.id = neighbour.remote_asset_id
      where port.was_up and port.admin_status = 'up' and port.oper_status in ('down', 'lowerLayerDown')
        and (neighbour.id is not null or port.alias is not null)
      order by port.asset_id, port.if_index
    `.execute(db);
    return rows.map((row) => {
      const port = row.name ?? row.if_index;
      const towards = row.neighbour ?? row.alias ?? '';
      return {
        assetId: row.asset_id,
        key: `port ${row.if_index}`,
        title: {
          fr: `${row.device} : port ${port} à l’arrêt (vers ${towards})`,
          en: `${row.device}: port ${port} is down (towards ${towards})`,
        },
        evidence: { port, alias: row.alias, neighbour: row.neighbour },
        since: row.oper_since,
      };
    });
  },
});

const unreadable = rule({
  id: 'network.lying-agent',
  title: { fr: 'Agent SNMP défaillant', en: 'Faulty SNMP agent' },
  remedy: {
    fr: 'Mettez à jour le logiciel de l’équipement : son agent répond dans le désordre ou sans fin, et une partie de ce qu’il sait n’est pas lue.',
    en: 'Update the software of the device: its agent answers out of order or without end, and a part of what it knows is not read.',
  },
  severity: 0,
  everySeconds: 300,
  wakes: [],
  find: async (db) => {
    const { rows } = await sql<{ asset_id: string; name: string; faults: { root: string; fault: string }[] }>`
      select device.asset_id, asset.name, device.faults
      from network.device as device join map.asset as asset on asset.id = device.asset_id and asset.retired_at is null
      where jsonb_path_exists(device.faults, '$[*] ? (@.fault == "not-increasing" || @.fault == "too-many")')
    `.execute(db);
    return rows.map((row) => ({
      assetId: row.asset_id,
      title: { fr: `${row.name} : agent SNMP défaillant`, en: `${row.name}: faulty SNMP agent` },
      evidence: { columns: row.faults.slice(0, 20) },
    }));
  },
});

/** Rules about what devices say of themselves. */
export const networkRules: readonly Rule[] = [silent, portDown, unreadable];
