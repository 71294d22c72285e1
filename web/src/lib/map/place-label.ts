import { type Map as GlMap, Popup } from 'maplibre-gl';
import type { MapMarker } from './map-marker.ts';

/** Says what stands at a place, beside it and inside the map, while the pointer or the focus is on it; screen readers know it from the pin. */
export class PlaceLabel {
  readonly #map: GlMap;
  readonly #popup: Popup;

  /** `heightPx` and `halfWidthPx` are the size of what marks the place, standing on it. */
  constructor(map: GlMap, { heightPx, halfWidthPx }: { heightPx: number; halfWidthPx: number }) {
    this.#map = map;
    const above: [number, number] = [0, -heightPx];
    const below: [number, number] = [0, 6];
    this.#popup = new Popup({
      className: 'map-popup',
      closeButton: false,
      closeOnClick: false,
      focusAfterOpen: false,
      maxWidth: '16rem',
      offset: {
        bottom: above,
        'bottom-left': above,
        'bottom-right': above,
        top: below,
        'top-left': below,
        'top-right': below,
        left: [halfWidthPx, -heightPx / 2],
        right: [-halfWidthPx, -heightPx / 2],
        center: above,
      },
    });
  }

  show({ lng, lat, label }: MapMarker): void {
    this.#popup.setLngLat([lng, lat]).setText(label).addTo(this.#map);
    this.#popup.getElement()?.setAttribute('aria-hidden', 'true');
  }

  hide(): void {
    this.#popup.remove();
  }
}
