import 'maplibre-gl/dist/maplibre-gl.css';
import {
  type GeoJSONSource,
  LngLatBounds,
  Map as GlMap,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { CrowdLayer } from './map-crowd.ts';
import type { MapEvents, MapMarker } from './map-marker.ts';
import { readPalette } from './map-palette.ts';
import { PinLayer } from './map-pins.ts';
import { loadShapes, loadTowns, type ShapeDetail } from './map-shapes.ts';
import { mapStyle } from './map-style.ts';

setWorkerUrl(workerUrl);

/** From this zoom on the coarse coast would be visibly wrong. */
const fineFrom = 5.5;
/** More places than this are drawn as dots that join up, because pins would hide each other. */
const mostPins = 60;

/** A map in an element, drawn from shapes that the portal ships with. Throws when the browser has no WebGL. */
export class OfflineMap {
  readonly #map: GlMap;
  readonly #element: HTMLElement;
  readonly #pins: PinLayer;
  readonly #crowd: CrowdLayer;
  readonly #events: MapEvents;
  #detail: ShapeDetail | undefined;
  #markers: readonly MapMarker[] = [];
  #draggable = false;

  constructor(element: HTMLElement, events: MapEvents) {
    this.#element = element;
    this.#events = events;
    this.#map = new GlMap({
      container: element,
      style: mapStyle(readPalette(element)),
      center: [0, 25],
      zoom: 1,
      maxZoom: 18,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      cooperativeGestures: true,
      attributionControl: { compact: true },
      fadeDuration: 0,
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    this.#map.addControl(new ScaleControl(), 'bottom-left');
    this.#pins = new PinLayer(this.#map, events);
    this.#crowd = new CrowdLayer(this.#map, events);
    this.#map.on('style.load', () => this.#fill());
    this.#map.on('zoomend', () => void this.#shape().catch(events.onfailure));
    this.#map.on('click', ({ lngLat }) => this.#place(lngLat.wrap()));
  }

  /** Shows these places instead of the earlier ones. */
  show(markers: readonly MapMarker[], options: { draggable: boolean }): void {
    this.#markers = markers;
    this.#draggable = options.draggable;
    const crowded = markers.length > mostPins;
    this.#pins.show(crowded ? [] : markers, options.draggable);
    this.#crowd.show(crowded ? markers : []);
  }

  /** Moves the view so that all places are in it. */
  fit(animate = true): void {
    if (this.#markers.length === 0) return;
    const bounds = new LngLatBounds();
    for (const { lng, lat } of this.#markers) bounds.extend([lng, lat]);
    const calm = !animate || matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#map.fitBounds(bounds, { padding: 56, maxZoom: 9, ...(calm ? { duration: 0 } : { duration: 400 }) });
  }

  /** True when every place can be seen without moving the view. */
  get holdsAll(): boolean {
    const bounds = this.#map.getBounds();
    return this.#map.getZoom() > 4 && this.#markers.every(({ lng, lat }) => bounds.contains([lng, lat]));
  }

  /** Takes the colours of the theme that is shown now. */
  recolour(): void {
    this.#detail = undefined;
    this.#map.setStyle(mapStyle(readPalette(this.#element)), { diff: false });
  }

  /** Gives the graphics memory back. */
  remove(): void {
    this.#map.remove();
  }

  #place({ lat, lng }: { lat: number; lng: number }): void {
    if (this.#draggable) this.#events.onmove?.({ id: this.#markers[0]?.id ?? null, lat, lng });
  }

  #fill(): void {
    this.#crowd.fill();
    const towns = loadTowns().then((data) => this.#source('towns')?.setData(data));
    Promise.all([this.#shape(), towns])
      .then(() => this.#map.once('idle', () => this.#events.ondrawn()))
      .catch(this.#events.onfailure);
  }

  async #shape(): Promise<void> {
    const wanted: ShapeDetail = this.#map.getZoom() >= fineFrom ? 'fine' : 'coarse';
    if (this.#detail === wanted || this.#detail === 'fine') return;
    this.#detail = wanted;
    const shapes = await loadShapes(wanted);
    if (this.#detail !== wanted) return;
    for (const name of ['land', 'coast', 'borders'] as const) this.#source(name)?.setData(shapes[name]);
  }

  #source(name: string): GeoJSONSource | undefined {
    return this.#map.getSource<GeoJSONSource>(name);
  }
}
