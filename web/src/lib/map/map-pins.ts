import { type Map as GlMap, Marker } from 'maplibre-gl';
import type { MapEvents, MapMarker } from './map-marker.ts';
import { PlaceLabel } from './place-label.ts';

/** How far an arrow key moves a pin, in pixels; with Shift the finer one. */
const step = { coarse: 10, fine: 1 };
const arrows: Record<string, [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Places as pins: links where they lead somewhere, buttons that arrow keys move where they can be dragged. */
export class PinLayer {
  readonly #map: GlMap;
  readonly #events: MapEvents;
  readonly #label: PlaceLabel;
  #shown: Marker[] = [];

  constructor(map: GlMap, events: MapEvents) {
    this.#map = map;
    this.#events = events;
    this.#label = new PlaceLabel(map, { heightPx: 40, halfWidthPx: 18 });
  }

  show(markers: readonly MapMarker[], draggable: boolean): void {
    const focused = this.#shown.findIndex((marker) => marker.getElement() === document.activeElement);
    this.#label.hide();
    for (const marker of this.#shown) marker.remove();
    this.#shown = markers.map((marker) => this.#pin(marker, draggable && !marker.fixed));
    if (focused !== -1) this.#shown[focused]?.getElement().focus({ preventScroll: true });
  }

  #pin(place: MapMarker, draggable: boolean): Marker {
    const element = pinElement(place, draggable);
    const marker = new Marker({ element, anchor: 'bottom', draggable })
      .setLngLat([place.lng, place.lat])
      .addTo(this.#map);
    // The library calls every marker an image or a button; the label and what it is are said by the element itself.
    element.setAttribute('aria-label', draggable ? `${place.label}: drag, or move with the arrow keys` : place.label);
    if (draggable) {
      marker.on('dragend', () => this.#moved(place, marker));
      element.addEventListener('keydown', (event) => this.#moveByKey(event, place, marker));
      element.addEventListener('click', (event) => event.stopPropagation());
    } else this.#tell(element, place);
    return marker;
  }

  /** A pin that can be moved has no label: it would hide the place the pin is moved to. */
  #tell(element: HTMLElement, place: MapMarker): void {
    for (const begin of ['pointerenter', 'focus']) element.addEventListener(begin, () => this.#label.show(place));
    for (const end of ['pointerleave', 'blur']) element.addEventListener(end, () => this.#label.hide());
  }

  #moveByKey(event: KeyboardEvent, place: MapMarker, marker: Marker): void {
    const arrow = arrows[event.key];
    if (!arrow) return;
    event.preventDefault();
    event.stopPropagation();
    const pixels = event.shiftKey ? step.fine : step.coarse;
    const { x, y } = this.#map.project(marker.getLngLat());
    marker.setLngLat(this.#map.unproject([x + arrow[0] * pixels, y + arrow[1] * pixels]));
    this.#moved(place, marker);
  }

  #moved({ id }: MapMarker, marker: Marker): void {
    const { lat, lng } = marker.getLngLat().wrap();
    this.#events.onmove?.({ id, lat, lng });
  }
}

function pinElement({ href }: MapMarker, draggable: boolean): HTMLElement {
  const element = document.createElement(href && !draggable ? 'a' : draggable ? 'button' : 'span');
  element.className = 'map-pin';
  if (element instanceof HTMLAnchorElement) element.href = href ?? '';
  else if (element instanceof HTMLButtonElement) element.type = 'button';
  else element.setAttribute('role', 'img');
  element.innerHTML =
    '<svg viewBox="0 0 26 34" width="26" height="34" aria-hidden="true"><path d="M13 1C6.4 1 1 6.3 1 12.9 1 21.5 13 33 13 33s12-11.5 12-20.1C25 6.3 19.6 1 13 1Z"/><circle cx="13" cy="13" r="4.5"/></svg>';
  return element;
}
