import { playOf } from '../ansible/support/play-run.ts';

/** Written into a play itself, as some operators do. */
export const headerSecret = 'Hdr-seeded-7f31c9';

/** A block whose rescue ends as all plays of the catalogue do. */
const rescued = (tasks: string): string =>
  playOf(`    - block:\n${tasks}      rescue:\n        - name: Final\n          assert: { that: [ action == "deprovision" ] }\n`);

const usesSecrets = `        - name: Announce {{ label }} with {{ password }}
          debug: { msg: "Logging in with {{ password }} for {{ label }}" }
        - name: Log in
          uri:
            url: "{{ server }}/"
            method: POST
            headers: { X-Auth-Token: "${headerSecret}", Authorization: "Bearer {{ password }}" }
            body_format: json
            body: { password: "{{ password }}", label: "{{ label }}" }
            return_content: true
        - name: Hand it to a command
          command: "echo {{ password | quote }} {{ label | quote }}"
`;

/** The plays of these tests, by file; none of them makes anything. */
export const plays: Record<string, string> = {
  'play_good.yaml': rescued(usesSecrets),
  'play_undefined.yaml': rescued(`${usesSecrets}        - name: Use what nobody gave\n          debug: { msg: "{{ nobody_gave_this }} {{ password }}" }\n`),
  'play_refused.yaml': rescued(`${usesSecrets}        - name: Ask in vain\n          fail: { msg: "the network refused {{ password }} of {{ label }}" }\n`),
  'play_syntax.yaml': '- hosts: localhost\n  tasks:\n   - debug: {msg: x\n',
};
