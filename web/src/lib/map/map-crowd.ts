import type { GeoJSONSource, Map as GlMap, MapMouseEvent } from 'maplibre-gl';
import type { MapEvents, MapMarker } from './map-marker.ts';
import { PlaceLabel } from './place-label.ts';

/** Many places as dots; those too near each other join into one disc with their number, which opens on a click. */
export class CrowdLayer {
  readonly #map: GlMap;
  readonly #events: MapEvents;
  readonly #label: PlaceLabel;
  #markers: readonly MapMarker[] = [];

  constructor(map: GlMap, events: MapEvents) {
    this.#map = map;
    this.#events = events;
    this.#label = new PlaceLabel(map, { heightPx: 10, halfWidthPx: 10 });
    map.on('click', 'crowd-groups', (event) => void this.#open(event));
    map.on('click', 'crowd-places', (event) => this.#follow(event));
    map.on('mousemove', 'crowd-places', (event) => this.#tell(event));
    map.on('mouseleave', 'crowd-places', () => this.#label.hide());
    for (const layer of ['crowd-groups', 'crowd-places']) {
      map.on('mouseenter', layer, () => (map.getCanvas().style.cursor = 'pointer'));
      map.on('mouseleave', layer, () => (map.getCanvas().style.cursor = ''));
    }
  }

  show(markers: readonly MapMarker[]): void {
    this.#label.hide();
    this.#markers = markers;
    this.fill();
  }

  /** Draws the places again, after the style has been set anew. */
  fill(): void {
    this.#source?.setData({
      type: 'FeatureCollection',
      features: this.#markers.map(({ lng, lat, label }, index) => ({
        type: 'Feature',
        properties: { index, label },
        geometry: { type: 'Point', coordinates: [lng, lat] },
      })),
    });
  }

  get #source(): GeoJSONSource | undefined {
    return this.#map.getSource<GeoJSONSource>('crowd');
  }

  async #open({ point, lngLat }: MapMouseEvent): Promise<void> {
    const [group] = this.#map.queryRenderedFeatures(point, { layers: ['crowd-groups'] });
    const zoom = await this.#source?.getClusterExpansionZoom(Number(group?.properties.cluster_id));
    if (zoom !== undefined) this.#map.easeTo({ center: lngLat, zoom: zoom + 0.5 });
  }

  /** Names the place under the pointer. */
  #tell({ point }: MapMouseEvent): void {
    const [place] = this.#map.queryRenderedFeatures(point, { layers: ['crowd-places'] });
    const marker = this.#markers[Number(place?.properties.index)];
    if (marker) this.#label.show(marker);
  }

  #follow({ point }: MapMouseEvent): void {
    const [place] = this.#map.queryRenderedFeatures(point, { layers: ['crowd-places'] });
    const href = this.#markers[Number(place?.properties.index)]?.href;
    if (href) this.#events.onopen?.(href);
  }
}
