import type { Component } from 'svelte';

/** An icon component of the line-icon set, as buttons, menus and empty states take it. */
export type IconComponent = Component<{ size?: number | string; strokeWidth?: number | string; class?: string }>;
