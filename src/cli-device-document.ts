import type { DeviceDescription } from '#engines/device/describe-device.ts';

/** The form of the shell: an interface without alias shows its description there, as other tools do. */
export function asDocument({ sysObjectId, ports, sensors, ...device }: DeviceDescription): object {
  return {
    ...device,
    sysObjectID: sysObjectId,
    sensors: sensors.map(({ class: kind, index, descr, value, oid }) => ({
      class: kind,
      index,
      descr,
      value,
      oid,
    })),
    ports: ports.map((port) => ({ ...port, ifAlias: port.ifAlias ?? port.ifDescr })),
  };
}
