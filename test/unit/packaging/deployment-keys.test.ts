import { globSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { environmentKeys, parseConfig } from '../../../domain/settings/load-config.ts';

const root = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** Sources of the processes, by which a variable that no setting stands for is read all the same. */
const sources = globSync(['api/**/*.ts', 'worker/**/*.ts', 'domain/settings/*.ts', 'activities/**/*.ts', 'web/src/*.ts'], { cwd: root }).map(read).join('\n');
/** Read by Node itself and by SvelteKit's server. */
const readByOthers = ['NODE_ENV', 'HOST', 'PORT', 'ORIGIN', 'BODY_SIZE_LIMIT', 'ADDRESS_HEADER', 'XFF_DEPTH', 'PROTOCOL_HEADER', 'HOST_HEADER'];
const isRead = (name: string): boolean => name in environmentKeys || readByOthers.includes(name) || new RegExp(`\\b${name}\\b`).test(sources);

describe('what is deployed', () => {
  it('by compose.yaml sets only variables that something reads', () => {
    const { services } = parse(read('compose.yaml'), { merge: true }) as { services: Record<string, { environment: Record<string, unknown> }> };
    expect(Object.keys(services)).toEqual(['migrate', 'api', 'worker', 'portal']);
    const set = Object.values(services).flatMap(({ environment }) => Object.keys(environment));
    expect(set).toContain('JWT_SECRET');
    expect(set.filter((name) => !isRead(name))).toEqual([]);
  });

  it('by the example of compose’s variables sets only what compose.yaml asks for', () => {
    const names = [...read('deploy/compose.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name ?? '');
    expect(names.filter((name) => !read('compose.yaml').includes(`\${${name}`))).toEqual([]);
  });

  it('by the chart sets only variables that something reads', () => {
    const templates = globSync('deploy/helm/templates/*', { cwd: root }).map(read).join('\n');
    const names = [...templates.matchAll(/- (?:\{ )?name: ([A-Z][A-Z_]+)\b/g)].map(([, name]) => name ?? '');
    expect(names).toContain('TEMPORAL_ADDRESS');
    expect(names.filter((name) => !isRead(name))).toEqual([]);
  });

  it('with values that the templates use, and settings that are valid', () => {
    const templates = globSync('deploy/helm/templates/*', { cwd: root }).map(read).join('\n');
    const values = parse(read('deploy/helm/values.yaml')) as Record<string, unknown>;
    const example = parse(read('deploy/helm/values.example.yaml')) as { config: object };
    expect(Object.keys(values).filter((key) => !templates.includes(`.Values.${key}`))).toEqual([]);
    expect(Object.keys(example).filter((key) => !(key in values))).toEqual([]);
    expect(() => parseConfig({ ...example.config, jwt_secret: 'x'.repeat(32) }, 'values.example.yaml')).not.toThrow();
  });
});
