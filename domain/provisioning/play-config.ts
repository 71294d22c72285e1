import { Document, isScalar, visit } from 'yaml';

export type PlayConfig = Record<string, unknown>;

/** Text of the `crm_config.yaml` a play reads, with both spellings of the keys that original plays use. */
export function playConfigYaml(config: PlayConfig): string {
  const document = new Document(withAliases(config), { aliasDuplicateObjects: false, version: '1.1' }); // the version Ansible reads
  visit(document, {
    Scalar(_, node) {
      // Values, such as the subject of a mail, are text even where they look like a template.
      if (isScalar(node) && typeof node.value === 'string' && /\{[{%#]/.test(node.value)) node.tag = '!unsafe';
    },
  });
  return document.toString({ lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' });
}

/** The configuration with `ocs.OCS`/`ocs.cgrates` and `ocs.ocstenant`/`ocs.ocsTenant` both present. */
export function withAliases(config: PlayConfig): PlayConfig {
  const ocs = config.ocs;
  if (typeof ocs !== 'object' || ocs === null) return config;
  const section = ocs as Record<string, unknown>;
  const engine = section.cgrates ?? section.OCS;
  const tenant = section.ocsTenant ?? section.ocstenant;
  return { ...config, ocs: { ...section, cgrates: engine, OCS: section.OCS ?? engine, ocsTenant: tenant, ocstenant: tenant } };
}
