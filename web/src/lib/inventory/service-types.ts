/** Kinds of service in a text, separated by commas. */
export const serviceTypesIn = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  ),
];
