import cisco from './definitions/sensors-cisco.json' with { type: 'json' };
import network from './definitions/sensors-network.json' with { type: 'json' };
import power from './definitions/sensors-power.json' with { type: 'json' };
import standard from './definitions/sensors-standard.json' with { type: 'json' };
import systems from './definitions/sensors-systems.json' with { type: 'json' };
import wireless from './definitions/sensors-wireless.json' with { type: 'json' };
import type { SensorDefinition } from './sensor-definition.ts';

/** Every kind of sensor that definition files tell, standard ones first. */
export const sensorDefinitions: readonly SensorDefinition[] = [
  standard,
  cisco,
  network,
  power,
  systems,
  wireless,
].flatMap((file) => file as readonly SensorDefinition[]);
