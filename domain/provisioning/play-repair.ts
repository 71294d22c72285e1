import { isMap, isPair, isScalar, parseDocument, visit, type YAMLMap } from 'yaml';
import { applyEdits, type TextEdit } from './text-edits.ts';

/**
 * A play's text with unquoted `{{ … }}` values put in quotes. Original plays contain
 * `"customer_id": {{ customer_id | int }}`, which YAML reads as a mapping used as a key, and Ansible refuses.
 */
export function quoteBareTemplates(text: string): string {
  const document = parseDocument(text, { keepSourceTokens: true, strict: false });
  if (document.errors.length > 0) return quoteByLine(text);
  const edits: TextEdit[] = [];
  visit(document, {
    Pair(_, pair) {
      const span = isPair(pair) && isBareTemplate(pair.value) ? spanOf(pair.value) : undefined;
      if (span === undefined) return undefined;
      edits.push({ ...span, text: quoted(text.slice(span.start, span.end)) });
      return visit.SKIP;
    },
    Map(key, node) {
      if (typeof key !== 'number' || !isBareTemplate(node)) return undefined;
      const span = spanOf(node);
      if (span !== undefined) edits.push({ ...span, text: quoted(text.slice(span.start, span.end)) });
      return visit.SKIP;
    },
  });
  return applyEdits(text, edits);
}

/** `{{ x }}` is a flow mapping with one key, itself a flow mapping with one key `x`; neither has a value. */
function isBareTemplate(node: unknown): node is YAMLMap {
  const inner = onlyKey(node);
  return isMap(inner) && inner.flow === true && onlyKey(inner) !== undefined;
}

function onlyKey(node: unknown): unknown {
  if (!isMap(node) || node.flow !== true || node.items.length !== 1) return undefined;
  const [item] = node.items;
  const empty = item?.value === null || (isScalar(item?.value) && item.value.value === null && item.value.source === '');
  return empty ? item?.key : undefined;
}

function spanOf(node: YAMLMap): { start: number; end: number } | undefined {
  return node.range ? { start: node.range[0], end: node.range[1] } : undefined;
}

function quoted(template: string): string {
  const oneLine = template.replace(/\s*\n\s*/g, ' ');
  return /["\\]/.test(oneLine) ? `'${oneLine.replaceAll("'", "''")}'` : `"${oneLine}"`;
}

/** For templates YAML cannot even tokenise, such as `{{ a['b'] }}`: a value that is a template and nothing else. */
function quoteByLine(text: string): string {
  return text.replace(/(:[ \t]+)(\{\{[^\n]*?\}\})(?=[ \t]*(?:[,}\]]|#|\r?$))/gm, (_, before: string, template: string) => before + quoted(template));
}
