/** A place on a map; degrees are WGS 84. */
export interface MapMarker {
  id: number | string;
  lat: number;
  lng: number;
  /** Said to screen readers, and shown beside the pin under the pointer or the focus. */
  label: string;
  /** Where the pin leads, within the portal. */
  href?: string;
  /** Stays where it is on a map whose pins can be moved. */
  fixed?: boolean;
}

/** A pin that was moved, or put where there was none (`id` null). */
export interface MapMove {
  id: number | string | null;
  lat: number;
  lng: number;
}

/** What a map tells the page. */
export interface MapEvents {
  onmove?: (move: MapMove) => void;
  onopen?: (href: string) => void;
  /** All that is in view has been drawn for the first time. */
  ondrawn: () => void;
  /** The map cannot be drawn or its data not be read. */
  onfailure: (error: unknown) => void;
}
