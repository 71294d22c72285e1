import type { Tag, TagInput } from '#lib/api/customer-records-service.ts';

/** Values of the tag form; the colour has its hash, as colour inputs want it. */
export interface TagValues {
  tag_text: string;
  tag_hex_color: string;
  tag_link: string;
  tag_active_date: string | null;
  tag_deactivate_date: string | null;
}

/** When a tag without an end is hidden (chapter 08). */
export const farFuture = '2099-01-01T00:00:00.000Z';

/** Form values of a tag, or of a new one that is shown from now on. */
export function tagValues(tag?: Tag, now = new Date()): TagValues {
  return {
    tag_text: tag?.tag_text ?? '',
    tag_hex_color: `#${(tag?.tag_hex_color ?? '2F6FED').toLowerCase()}`,
    tag_link: tag?.tag_link ?? '',
    tag_active_date: tag?.tag_active_date ?? now.toISOString(),
    tag_deactivate_date: tag?.tag_deactivate_date ?? farFuture,
  };
}

/** Turns form values into what the API takes. */
export function tagInput(values: TagValues): TagInput {
  return {
    tag_text: values.tag_text,
    tag_hex_color: values.tag_hex_color.replace('#', ''),
    tag_link: values.tag_link.trim() || null,
    tag_active_date: values.tag_active_date ?? '',
    tag_deactivate_date: values.tag_deactivate_date ?? farFuture,
  };
}

/** Whether a tag is seen at an instant, not yet, or no more. */
export function tagState(
  tag: Pick<Tag, 'tag_active_date' | 'tag_deactivate_date'>,
  now = new Date(),
): 'shown' | 'planned' | 'over' {
  if (new Date(tag.tag_active_date) > now) return 'planned';
  return new Date(tag.tag_deactivate_date) > now ? 'shown' : 'over';
}
