import type { MibView } from '#engines/snmprec/mib-view.ts';
import { readDefinedSensors } from './defined-sensors.ts';
import { readEntitySensors } from './entity-sensors.ts';
import { type DeviceSensor, MOST_SENSORS } from './sensor.ts';

/** All measures and states of a device, from ENTITY-SENSOR-MIB, CISCO-ENTITY-SENSOR-MIB and the definition files. */
export function readSensors(view: MibView, os: string | null): readonly DeviceSensor[] {
  return [...readEntitySensors(view, os), ...readDefinedSensors(view, os)].slice(0, MOST_SENSORS);
}
