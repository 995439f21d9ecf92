/** Every port of the local stack, as the distance from FIXPOINT_PORT_BASE. A port has a variable of its own, too. */
export const LOCAL_PORTS = {
  temporal: 0,
  temporalUi: 1,
  store: 2,
  gitea: 3,
  ingress: 4,
  replay: 6,
} as const;

export type LocalPortName = keyof typeof LOCAL_PORTS;
export type LocalPorts = Readonly<Record<LocalPortName, number>>;

/** The variable that moves one port: `temporalUi` is moved by FIXPOINT_PORT_TEMPORAL_UI. */
export function portVariable(name: LocalPortName): string {
  return `FIXPOINT_PORT_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
}
