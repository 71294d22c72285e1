import { redactResult, redactText } from '../provisioning/redact.ts';
import { ProvisioningStatus, type ProvisioningStatusCode } from '../provisioning/provision-rules.ts';

/** What the operators are told when a job failed (PRV-11); secrets may still be in it. */
export interface ProvisioningFailure {
  provisionId: number;
  /** provision, deprovision, … */
  action: string;
  play: string | null;
  /** Why it failed, in words. */
  reason: string;
  /** ISO 8601. */
  startedAt: string;
  customer: { id: number; name: string } | null;
  product: { id: number; name: string } | null;
  service: { id: number; name: string } | null;
  /** Page of the job in the portal. */
  jobUrl: string | null;
  /** Merged variables of the play. */
  variables: Record<string, unknown>;
  tasks: readonly FailureTask[];
  /** Set when Ansible itself could not go on: a syntax error, an undefined variable, a missing play. */
  fatal: { exitCode: number | null; stdout: string; stderr: string; commonCauses: readonly string[] } | null;
  /** Traces that could not be removed; an operator must. */
  remains: readonly string[];
  /** What else is known to be secret, such as the play's token. */
  secrets?: readonly string[];
}

export interface FailureTask {
  number: number;
  name: string;
  status: ProvisioningStatusCode;
  result: unknown;
}

/** Mail programs cut long mails off (Gmail at 102 KB): longest block and longest list. */
const longestBlock = 8000;
const mostTasks = 150;

const looks: Record<ProvisioningStatusCode, { outcome: string; colour: string }> = {
  [ProvisioningStatus.Success]: { outcome: 'OK', colour: '#15803d' },
  [ProvisioningStatus.Running]: { outcome: 'Not finished', colour: '#64748b' },
  [ProvisioningStatus.Failed]: { outcome: 'Failed', colour: '#b91c1c' },
  [ProvisioningStatus.FailedIgnored]: { outcome: 'Failed, ignored', colour: '#c2410c' },
};

/** What the templates of the failure mail show: redacted, coloured and short enough. */
export function provisioningFailureView(failure: ProvisioningFailure) {
  const options = { secrets: failure.secrets ?? [] };
  const text = (value: string): string => redactText(value, options);
  const { provisionId, action, customer, product, service, tasks } = failure;
  const subject = product?.name ?? service?.name ?? failure.play ?? action;
  const shown = tasks.length <= mostTasks ? tasks : tasks.filter(({ status }) => status !== ProvisioningStatus.Success).slice(0, mostTasks);
  return {
    subject: text(`${subject}${customer === null ? '' : ` for ${customer.name}`} (job ${provisionId})`).replace(/\s+/g, ' '),
    headline: `Job ${provisionId} failed`,
    reason: text(failure.reason),
    provisionId,
    jobUrl: failure.jobUrl,
    facts: factsOf(failure).map(({ label, value }) => ({ label, value: text(value) })),
    remains: failure.remains.map(text),
    fatal: failure.fatal === null ? null : fatalView(failure.fatal, json(redactResult(failure.variables, options)), text),
    tasks: shown.map(({ number, name, status, result }) => ({
      number,
      name: text(name),
      ...looks[status],
      debug: status === ProvisioningStatus.Failed ? shorten(json(redactResult(result, options))) : null,
    })),
    tasksLeftOut: tasks.length - shown.length,
  };
}

/** Variables of an operator's Mailjet template for a failed job, redacted; each is always there, for Mailjet refuses a mail that lacks one. */
export function provisioningFailureVariables(failure: ProvisioningFailure) {
  const { subject, reason, provisionId, jobUrl, facts, remains, tasks } = provisioningFailureView(failure);
  const fact = (name: string): string => facts.find(({ label }) => label === name)?.value ?? '';
  return {
    summary: subject,
    reason,
    provision_id: provisionId,
    job_url: jobUrl ?? '',
    customer: fact('Customer'),
    product: fact('Product'),
    service: fact('Service'),
    action: fact('Action'),
    play: fact('Play'),
    started: fact('Started'),
    remains,
    tasks: tasks.map(({ number, name, outcome }) => ({ number, name, outcome })),
  };
}

function factsOf({ action, play, customer, product, service, startedAt }: ProvisioningFailure): { label: string; value: string }[] {
  const named = (record: { id: number; name: string } | null): string | null => (record === null ? null : `${record.name} (${record.id})`);
  const facts: [string, string | null][] = [
    ['Customer', named(customer)],
    ['Product', named(product)],
    ['Service', named(service)],
    ['Action', action],
    ['Play', play],
    ['Started', `${startedAt.slice(0, 19).replace('T', ' ')} UTC`],
  ];
  return facts.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]));
}

function fatalView({ exitCode, stdout, stderr, commonCauses }: NonNullable<ProvisioningFailure['fatal']>, variables: string, text: (value: string) => string) {
  const outputs = [
    { label: 'stderr', text: stderr },
    { label: 'stdout', text: stdout },
  ].filter((output) => output.text.trim() !== '');
  return {
    exitCode: exitCode === null ? 'none' : String(exitCode),
    commonCauses,
    outputs: outputs.map((output) => ({ label: output.label, text: shorten(text(output.text)) })),
    variables: shorten(variables),
  };
}

const json = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2)) ?? '';

/** Keeps both ends: the request stands at the start of a result, the error often at its end. */
function shorten(text: string): string {
  if (text.length <= longestBlock) return text;
  const half = longestBlock / 2;
  return `${text.slice(0, half).toWellFormed()}\n… ${text.length - longestBlock} characters left out …\n${text.slice(-half).toWellFormed()}`;
}
