import type { FeatureCollection } from 'geojson';
import type { ExpressionSpecification, StyleSpecification } from 'maplibre-gl';
import type { MapPalette } from './map-palette.ts';

const empty: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** Fewer towns are named the farther away one looks. */
const namedFrom: ExpressionSpecification = [
  'step',
  ['zoom'],
  5_000_000,
  3,
  2_000_000,
  4,
  700_000,
  5,
  250_000,
  6,
  100_000,
  7,
  50_000,
  8,
  0,
];

/**
 * Style of the map: shapes shipped with the portal, no tiles, and text drawn with the page's own font
 * (a style without `glyphs` makes the library do that).
 */
export function mapStyle(colours: MapPalette): StyleSpecification {
  return {
    version: 8,
    sources: {
      land: { type: 'geojson', data: empty, tolerance: 0.2, attribution: 'Natural Earth · GeoNames' },
      coast: { type: 'geojson', data: empty, tolerance: 0.2 },
      borders: { type: 'geojson', data: empty, tolerance: 0.2 },
      towns: { type: 'geojson', data: empty },
      crowd: { type: 'geojson', data: empty, cluster: true, clusterRadius: 44, clusterMaxZoom: 14 },
    },
    layers: [
      { id: 'water', type: 'background', paint: { 'background-color': colours.water } },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': colours.land } },
      { id: 'coast', type: 'line', source: 'coast', paint: { 'line-color': colours.coast, 'line-width': 0.8 } },
      {
        id: 'borders',
        type: 'line',
        source: 'borders',
        paint: { 'line-color': colours.border, 'line-width': 1, 'line-dasharray': [3, 2] },
      },
      {
        id: 'town-dots',
        type: 'circle',
        source: 'towns',
        filter: ['>=', ['get', 'population'], namedFrom],
        paint: { 'circle-radius': 2, 'circle-color': colours.label, 'circle-opacity': 0.7 },
      },
      {
        id: 'town-names',
        type: 'symbol',
        source: 'towns',
        filter: ['>=', ['get', 'population'], namedFrom],
        layout: {
          'text-field': ['get', 'name'],
          'text-font': ['Inter Variable', 'sans-serif'],
          'text-size': ['interpolate', ['linear'], ['zoom'], 3, 11, 9, 13],
          'text-variable-anchor': ['top', 'bottom', 'left', 'right'],
          'text-radial-offset': 0.4,
          'symbol-sort-key': ['-', 0, ['get', 'population']],
        },
        paint: { 'text-color': colours.label, 'text-halo-color': colours.halo, 'text-halo-width': 1.2 },
      },
      ...crowdLayers(colours),
    ],
  };
}

/** Many places: dots, and one disc with a number where they would lie on top of each other. */
function crowdLayers(colours: MapPalette): StyleSpecification['layers'] {
  const stroke = { 'circle-stroke-width': 2, 'circle-stroke-color': colours.onAccent, 'circle-color': colours.accent };
  return [
    {
      id: 'crowd-groups',
      type: 'circle',
      source: 'crowd',
      filter: ['has', 'point_count'],
      paint: { ...stroke, 'circle-radius': ['step', ['get', 'point_count'], 13, 20, 17, 200, 21] },
    },
    {
      id: 'crowd-counts',
      type: 'symbol',
      source: 'crowd',
      filter: ['has', 'point_count'],
      layout: {
        'text-field': ['get', 'point_count_abbreviated'],
        'text-font': ['Inter Variable', 'sans-serif'],
        'text-size': 12,
        'text-allow-overlap': true,
      },
      paint: { 'text-color': colours.onAccent },
    },
    {
      id: 'crowd-places',
      type: 'circle',
      source: 'crowd',
      filter: ['!', ['has', 'point_count']],
      paint: { ...stroke, 'circle-radius': 6 },
    },
  ];
}
