import { execFileSync } from 'node:child_process';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { modes, playOf, playsFolder, prepare, runnerForTest, runToEnd } from './support/play-run.ts';

/** Prints the key and the certificate, for localhost and signed by nobody else, as two PEM texts. */
const makeCertificate = `
import datetime as d
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization as s
from cryptography.hazmat.primitives.asymmetric import ec
key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, 'localhost')])
now = d.datetime.now(d.timezone.utc)
cert = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    .not_valid_before(now).not_valid_after(now + d.timedelta(days=1))
    .add_extension(x509.SubjectAlternativeName([x509.DNSName('localhost')]), False).sign(key, hashes.SHA256()))
print(key.private_bytes(s.Encoding.PEM, s.PrivateFormat.PKCS8, s.NoEncryption()).decode() + '|' + cert.public_bytes(s.Encoding.PEM).decode())
`;

const play = playOf(`
    - name: Not asked to trust it
      uri: { url: "{{ server }}" }
      ignore_errors: true
    - name: Asked to trust it
      uri: { url: "{{ server }}", validate_certs: no }
`);

describe.each(modes)('a request over TLS, %s', (mode) => {
  it('is refused when nobody vouches for the server, unless the play says otherwise', async () => {
    const [key, cert] = execFileSync(inject('ansible').python, ['-c', makeCertificate], { encoding: 'utf8' }).split('|');
    const server = createServer({ key, cert }, (_, response) => response.end('{}')).on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `https://localhost:${(server.address() as AddressInfo).port}/`;
    const runDirectory = await prepare({ play: 'play_tls', playsDirectory: playsFolder({ 'play_tls.yaml': play }), variables: { server: url } });
    const { results } = await runToEnd(runnerForTest(), runDirectory, mode);
    expect(results.map(({ name, status }) => `${name}: ${status}`)).toEqual(['Not asked to trust it: ignored', 'Asked to trust it: ok']);
    expect(results[0]?.message).toContain('CERTIFICATE_VERIFY_FAILED');
  });
});
