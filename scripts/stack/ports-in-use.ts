import type { OperatorSettings, ReplaceablePart } from './effective-settings.ts';
import type { PortName } from './settings.ts';

const embeddedPorts: [ReplaceablePart, PortName[]][] = [
  ['databaseUrl', ['postgres']],
  ['temporalAddress', ['temporal', 'temporalUi']],
  ['cgratesAddress', ['cgratesHttp', 'cgratesJson', 'cgratesGob', 'redis']],
];
const always: PortName[] = ['api', 'web', 'sandboxMailjet', 'sandboxSmsc', 'sandboxHss', 'sandboxCbc'];

/** Ports the stack will listen on, given which parts the operator replaced. */
export function portsInUse(operator: OperatorSettings): PortName[] {
  return [...always, ...embeddedPorts.flatMap(([part, ports]) => (operator.isEmbedded(part) ? ports : []))];
}

/** Ports of the infrastructure alone. */
export const infrastructurePorts: PortName[] = embeddedPorts.flatMap(([, ports]) => ports);
