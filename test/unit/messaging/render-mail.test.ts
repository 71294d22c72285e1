import { describe, expect, it } from 'vitest';
import { joinSubject, mailSettings } from '../../../domain/messaging/mail-settings.ts';
import type { ProvisioningFailure } from '../../../domain/messaging/provisioning-failure-mail.ts';
import { renderMail } from '../../../domain/messaging/render-mail.ts';
import { parseConfig } from '../../../domain/settings/load-config.ts';

const failure: ProvisioningFailure = {
  provisionId: 42,
  action: 'provision',
  play: 'play_psim_only',
  reason: 'Task "Create account in OCS" failed: SERVER_ERROR',
  startedAt: '2026-11-23T10:00:00.000Z',
  customer: { id: 7, name: 'Ann <b>Lee</b> & Sons' },
  product: { id: 3, name: 'SIM 20 GB' },
  service: null,
  jobUrl: 'http://localhost:3000/jobs/42?a=1&b=2',
  variables: { customer_id: 7, access_token: 'eyJhbGciOi.eyJzdWIiOi.sig', ki: '0123456789abcdef0123456789abcdef' },
  tasks: [
    { number: 1, name: 'Get product', status: 0, result: { json: { product_name: 'SIM 20 GB' } } },
    { number: 2, name: 'Send SMS', status: 3, result: { msg: 'refused' } },
    {
      number: 3,
      name: 'Create account in OCS <script>alert(1)</script>',
      status: 2,
      result: { msg: '<img src=x onerror=alert(1)>', invocation: { headers: { Authorization: 'Bearer abcdefghijkl' }, password: 'hunter22' } },
    },
    { number: 4, name: 'Never finished', status: 1, result: null },
  ],
  fatal: null,
  remains: [],
};

const render = (data: ProvisioningFailure) => renderMail('provisioning-failure', data, 'Example Telecom');

describe('the failure mail', () => {
  it('colours each task’s outcome and says it in words', () => {
    const { html, text } = render(failure);
    expect(html).toMatch(/#15803d;font-weight:600;[^>]*>OK</);
    expect(html).toMatch(/#c2410c;font-weight:600;[^>]*>Failed, ignored</);
    expect(html).toMatch(/#b91c1c;font-weight:600;[^>]*>Failed</);
    expect(text).toContain('1. [OK] Get product');
    expect(text).toContain('2. [Failed, ignored] Send SMS');
    expect(text).toContain('4. [Not finished] Never finished');
  });

  it('shows the debug output of critical failures only', () => {
    const { text } = render(failure);
    expect(text).toContain('"msg": "<img src=x onerror=alert(1)>"');
    expect(text).not.toContain('refused');
    expect(text).not.toContain('"product_name"');
  });

  it('names customer, product, play and reason, with a link to the job', () => {
    const { html, text, subject } = render(failure);
    expect(subject).toBe('SIM 20 GB for Ann <b>Lee</b> & Sons (job 42)');
    expect(text).toContain('Customer: Ann <b>Lee</b> & Sons (7)');
    expect(text).toContain('Play: play_psim_only');
    expect(text).toContain('Started: 2026-11-23 10:00:00 UTC');
    expect(html).toContain('href="http://localhost:3000/jobs/42?a&#x3D;1&amp;b&#x3D;2"');
    expect(text).toContain('http://localhost:3000/jobs/42?a=1&b=2');
  });

  it('is text to the mail program, whatever people or systems wrote', () => {
    const { html } = render(failure);
    expect(html).not.toMatch(/<script|<img|<b>Lee/);
    expect(html).toContain('Ann &lt;b&gt;Lee&lt;/b&gt; &amp; Sons');
    const template = render({ ...failure, reason: '{{fatal}} {{> layout}} {{{constructor}}}' });
    expect(template.text).toContain('{{fatal}} {{> layout}} {{{constructor}}}');
  });

  it('holds no secret', () => {
    const fatal = { exitCode: 4, stdout: 'token=own-secret-value', stderr: 'Authorization: Bearer zyxwvutsrqponm', commonCauses: [] };
    const { html, text, subject } = render({ ...failure, fatal, secrets: ['own-secret-value'] });
    for (const secret of ['eyJhbGciOi', '0123456789abcdef', 'abcdefghijkl', 'hunter22', 'own-secret-value', 'zyxwvutsrqponm'])
      expect(html + text + subject).not.toContain(secret);
  });

  it('gives a fatal error’s exit code, output, common causes and variables', () => {
    const fatal = { exitCode: 4, stdout: 'PLAY [x]', stderr: 'ERROR! Syntax Error while loading YAML.', commonCauses: ['Indentation is off'] };
    for (const body of Object.values(render({ ...failure, tasks: [], fatal })).slice(1)) {
      for (const part of ['Exit code', '4', 'PLAY [x]', 'Syntax Error', 'Indentation is off', 'customer_id']) expect(body).toContain(part);
    }
    const { text } = render({ ...failure, tasks: [], fatal: { ...fatal, exitCode: null, stdout: '' } });
    expect(text).toContain('Exit code: none');
    expect(text).not.toContain('stdout');
  });

  it('lists what could not be removed', () => {
    expect(render({ ...failure, remains: ['service 12'] }).text).toContain('COULD NOT BE REMOVED\n- service 12');
  });

  it('works without customer, product and link, and keeps the subject on one line', () => {
    const { subject, html } = render({
      ...failure,
      customer: null,
      product: null,
      jobUrl: null,
      service: { id: 1, name: 'Line\r\nBcc: x' },
    });
    expect(subject).toBe('Line Bcc: x (job 42)');
    expect(html).not.toContain('<a ');
  });

  it('stays small enough for mail programs, the failed tasks included', () => {
    const tasks = Array.from({ length: 1000 }, (_, index) => ({
      number: index + 1,
      name: `Task ${index + 1}`,
      status: index === 900 ? (2 as const) : (0 as const),
      result: { content: 'x'.repeat(500_000) },
    }));
    const fatal = { exitCode: 1, stdout: 'o'.repeat(500_000), stderr: 'e'.repeat(500_000), commonCauses: [] };
    const { html, text } = render({ ...failure, tasks, fatal });
    expect(html.length).toBeLessThan(102_000);
    expect(text).toContain('901. [Failed] Task 901');
    expect(text).toContain('999 more tasks succeeded.');
    expect(text).toContain('characters left out');
  });
});

describe('settings of a mail', () => {
  const type = { from_email: 'a@example.com', from_name: 'A', subject: 'S' };
  const section = (mailjet: object) => parseConfig({ jwt_secret: 'x'.repeat(32), ocs: { ocsTenant: 't', cgrates: 'localhost:2080' }, mailjet }, 'test').mailjet;

  it('are found in both spellings, or named when missing', () => {
    expect(mailSettings(section({ 'api.crmCommunicationUserWelcome': type }), 'crmCommunicationUserWelcome')).toEqual({
      from: { email: 'a@example.com', name: 'A' },
      subject: 'S',
      templateId: undefined,
    });
    expect(mailSettings(section({ api_crmCommunicationUserWelcome: { ...type, template_id: 7 } }), 'crmCommunicationUserWelcome').templateId).toBe(7);
    expect(() => mailSettings(section({}), 'crmCommunicationUserWelcome')).toThrow('mailjet.api_crmCommunicationUserWelcome');
  });

  it('give the start of the subject', () => {
    expect(joinSubject('Your Invoice - ', 'INV-1')).toBe('Your Invoice - INV-1');
    expect(joinSubject('Provisioning failed', 'SIM')).toBe('Provisioning failed: SIM');
    expect(joinSubject(undefined, 'SIM')).toBe('SIM');
  });
});
